#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "forms/columns.hpp"
#include "storage/store.hpp"

namespace ecoute::storage {

/// The questionnaire of an older version; nullptr when it is not known. Asked once a version and call.
using FormOfVersion = std::function<std::shared_ptr<const forms::Form>(std::string_view version)>;

/// The record key of a response (analysis/cell_keys.hpp).
using RecordKey = std::function<std::uint32_t(std::string_view id)>;

/// Threads that turn many responses into columns at once. A laptop in a community centre has two cores.
inline constexpr int most_reading_threads = 2;
/// Fewer new responses than this are read before a second thread would have begun.
inline constexpr std::int64_t responses_worth_a_thread = 20'000;

/// Brings `columns` up to date with the responses of a campaign that came after columns.last_seq. Refusals to begin are
/// left out. Answers that today's form no longer knows are left out of the columns, never an error. A
/// response that came under another version than form.version is read with the form that it was given under, and its
/// questions and choices are found by name in today's (forms/translation.hpp); where that form is not known, with
/// today's. Empty columns (also
/// default-made ones) are read from the first response. When responses were removed in between, all are read anew.
///
/// `record_key` turns a response's id into the key that stands in Columns::record_keys; without it there are none. Both are
/// called by two threads in turn, record_key by both at once.
void read_columns(Responses& responses, std::string_view campaign, const forms::Form& form, forms::Columns& columns,
                  const FormOfVersion& older = {}, const RecordKey& record_key = {}, int threads = most_reading_threads);

}  // namespace ecoute::storage
