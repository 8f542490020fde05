#include "analysis/outputs.hpp"
