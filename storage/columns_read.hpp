#pragma once
#include <string_view>

#include "forms/columns.hpp"
#include "storage/store.hpp"

namespace ecoute::storage {

/// Brings `columns` up to date with the responses of a campaign that came after columns.last_seq. Refusals to begin are
/// left out. Answers that today's form no longer knows are left out of the columns, never an error. Empty columns (also
/// default-made ones) are read from the first response. When responses were removed in between, all are read anew.
void read_columns(Responses& responses, std::string_view campaign, const forms::Form& form, forms::Columns& columns);

}  // namespace ecoute::storage
