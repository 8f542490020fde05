#include "forms/validate.hpp"
#include "forms/form_json.hpp"
#include "forms/columns.hpp"
