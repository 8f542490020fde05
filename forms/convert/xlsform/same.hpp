#pragma once
#include <string_view>

#include "forms/problem.hpp"

namespace ecoute::forms::xlsform {

/// What a document says that another does not, as lines of a report: convert_unused where nothing stands,
/// convert_changed where something else does. Members that say nothing (null, "", {}) and the way in which a value of a
/// choice's column is written (true, "true") make no difference.
Problems differences(std::string_view before, std::string_view after);

}  // namespace ecoute::forms::xlsform
