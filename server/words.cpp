#include "server/http/door.hpp"
#include "server/routes.hpp"
