#pragma once
#include <boost/system/result.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ecoute::forms {

/// What can be refused. Codes are part of the API: clients and translations key on their wire names,
/// so a code is never renamed or reused. One row each in problem.cpp: wire name and HTTP status.
enum class Code {
    // a questionnaire document
    form_malformed,
    form_field_missing,
    form_field_wrong_type,
    form_field_unknown,
    form_name_invalid,
    form_name_twice,
    form_type_unknown,
    form_list_unknown,
    form_choice_twice,
    form_choice_invalid,
    form_breakdown_unknown,
    form_question_unknown,
    form_bands_invalid,
    form_translation_missing,
    form_too_large,
    form_type_unused,
    form_members_clash,
    form_unknown,
    form_version_taken,
    // a workbook
    workbook_malformed,
    workbook_locked,
    workbook_old,
    workbook_too_large,
    workbook_sheet_missing,
    workbook_column_twice,
    workbook_column_missing,
    workbook_language_unknown,
    workbook_begin_without_end,
    workbook_end_without_begin,
    workbook_cell_invalid,
    // a conversion of a questionnaire: lines of its report
    convert_kept,
    convert_changed,
    convert_unused,
    // an expression of a questionnaire
    expression_syntax,
    expression_function_unknown,
    expression_arity,
    expression_name_unknown,
    expression_cycle,
    expression_too_long,
    // advice on a questionnaire (check/advice.hpp)
    check_equals_many,
    check_bare_condition,
    check_optional_total,
    check_round_negative,
    check_pattern_unanchored,
    check_changing_calculation,
    check_constraint_of_blank,
    check_outside_repeat,
    check_value_never_given,
    check_not_of_blank,
    check_function_absent,
    check_number_selected,
    check_relevant_inside,
    check_counted_too_late,
    check_required_not_asked,
    check_impossible_default,
    check_origin,
    check_religion,
    check_nationality,
    check_person_name,
    check_mother_tongue,
    check_opinion,
    check_orientation,
    check_police,
    check_address,
    check_birth_date,
    check_identifier,
    check_contact,
    check_position,
    check_face_or_voice,
    check_coverage,
    check_minors,
    check_consent_missing,
    check_consent_unread,
    check_sensitive_required,
    check_sensitive_unmarked,
    check_notice_missing,
    check_breakdown_missing,
    check_breakdown_late,
    check_too_many_questions,
    check_label_long,
    check_double_question,
    check_leading_question,
    check_scale_order,
    check_scale_without_way_out,
    check_open_question,
    check_not_on_page,
    // a response as a whole
    response_malformed,
    response_too_large,
    response_id_invalid,
    response_version_unknown,
    response_invalid,
    response_conflict,
    response_unknown,
    // one answer
    answer_question_unknown,
    answer_wrong_type,
    answer_choice_unknown,
    answer_choice_twice,
    answer_choice_exclusive,
    answer_too_many_choices,
    answer_out_of_range,
    answer_constraint,
    answer_required,
    answer_too_long,
    // campaigns, territories, people
    campaign_unknown,
    campaign_exists,
    campaign_not_open_yet,
    campaign_closed,
    campaign_by_invitation,
    campaign_other_form,
    version_mixes_meanings,
    territory_malformed,
    territory_none,
    territory_needed,
    territory_unknown,
    territory_field_missing,
    territory_code_twice,
    territory_kind_unknown,
    territory_figure_invalid,
    user_exists,
    user_unknown,
    password_too_short,
    login_refused,
    login_needed,
    forbidden,
    page_expired,
    // tablets, links, recordings
    device_unknown,
    device_revoked,
    device_enrolment_expired,
    sealed_unreadable,
    link_unknown,
    link_used,
    media_place_unknown,
    media_type_refused,
    media_too_large,
    // tables
    table_question_unknown,
    table_breakdown_unknown,
    table_too_fine,
    table_filter_unfit,
    table_filter_too_fine,
    table_too_sparse,
    open_answers_few,
    table_too_many,
    // published tables that are audited together
    tables_malformed,
    tables_too_large,
    tables_contradict,
    tables_unprotectable,
    tables_builder_used,
    tables_exact_published,
    tables_release_too_close,
    tables_too_few,
    // population counts, weights
    margin_column_missing,
    margin_column_unknown,
    margin_level_unknown,
    margin_level_twice,
    margin_population_invalid,
    margin_none,
    margin_too_large,
    weights_none,
    weights_nobody,
    weights_level_empty,
    weights_level_few,
    weights_level_outside,
    weights_totals_differ,
    weights_totals_rescaled,  ///< a warning
    weights_infeasible,
    weights_bounds_widened,  ///< a warning
    weights_base_invalid,
    weights_stratum_single,
    weights_effect_high,  ///< a warning
    // waves
    wave_unknown,
    wave_too_few,
    correspondence_malformed,
    // a CSV file
    csv_empty,
    csv_too_large,
    csv_encoding,
    csv_column_twice,
    csv_quote,
    csv_row_length,
    // the request and the machine
    request_malformed,
    request_too_large,
    request_timeout,
    not_found,
    method_not_allowed,
    too_busy,
    server_failed,  ///< a mistake of ours: logged, with the id of the request
    storage_failed,
};

/// One refusal that a person will read. The sentence is made elsewhere, from the code and the facts.
struct Problem {
    Code code{};
    std::string subject;  ///< what is refused: a question's name, an id, a function; may be empty
    std::string where;    ///< JSON pointer in a document ("/questions/3/relevant"), "line 12", "sheet!B4"; may be empty
    std::map<std::string, std::string> facts;  ///< values that the sentence quotes: "value", "limit", "known", "offset"

    friend bool operator==(const Problem&, const Problem&) = default;
};

using Problems = std::vector<Problem>;

/// A value, or the reason why there is none. A refusal is a value; a fault of the machine is an exception.
template <class T>
using Result = boost::system::result<T, Problem>;

/// Called by Boost when somebody takes the value of a refusal without looking: a broken invariant of ours.
[[noreturn]] void throw_exception_from_error(const Problem& problem, const boost::source_location& where);

/// The stable wire name of a code: "answer.constraint".
std::string_view name(Code code) noexcept;

/// The HTTP status that a refusal answers with.
int http_status(Code code) noexcept;

/// Every code, for tests and documentation.
std::span<const Code> all_codes() noexcept;

}  // namespace ecoute::forms
