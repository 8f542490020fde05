#include "forms/problem.hpp"
