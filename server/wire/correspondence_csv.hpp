#pragma once
#include <string_view>
#include <vector>

#include "forms/problem.hpp"
#include "storage/margins.hpp"

namespace ecoute::server {

/// Reads the CSV of `ecoute territory correspondence`: columns source and target (codes; a blank target: left the
/// priority geography) and part (from 0 to 1, 1 when blank or when there is no such column). The names of the public file
/// that lists 2015 and 2024 quartiers side by side are accepted too (code_qp_2015, code_qp_2024).
/// Adds to `problems` ("where" is "line 12"): those of forms::CsvReader, correspondence_malformed ("column", "value"; also
/// when the parts of one source are over 1 together).
std::vector<storage::Correspondence> correspondence_from_csv(std::string_view csv, forms::Problems& problems);

}  // namespace ecoute::server
