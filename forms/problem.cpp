#include "forms/problem.hpp"

#include <array>
#include <cassert>
#include <stdexcept>

namespace ecoute::forms {
namespace {

struct Row {
    Code code;
    std::string_view name;
    int status;
};

/// One row a code, in the order of the enumeration.
constexpr std::array rows{
    Row{Code::form_malformed, "form.malformed", 422},
    Row{Code::form_field_missing, "form.field_missing", 422},
    Row{Code::form_field_wrong_type, "form.field_wrong_type", 422},
    Row{Code::form_field_unknown, "form.field_unknown", 422},
    Row{Code::form_name_invalid, "form.name_invalid", 422},
    Row{Code::form_name_twice, "form.name_twice", 422},
    Row{Code::form_type_unknown, "form.type_unknown", 422},
    Row{Code::form_list_unknown, "form.list_unknown", 422},
    Row{Code::form_choice_twice, "form.choice_twice", 422},
    Row{Code::form_choice_invalid, "form.choice_invalid", 422},
    Row{Code::form_breakdown_unknown, "form.breakdown_unknown", 422},
    Row{Code::form_question_unknown, "form.question_unknown", 422},
    Row{Code::form_bands_invalid, "form.bands_invalid", 422},
    Row{Code::form_translation_missing, "form.translation_missing", 422},
    Row{Code::form_too_large, "form.too_large", 413},
    Row{Code::form_type_unused, "form.type_unused", 422},
    Row{Code::form_members_clash, "form.members_clash", 422},
    Row{Code::form_unknown, "form.unknown", 404},
    Row{Code::form_version_taken, "form.version_taken", 409},
    Row{Code::workbook_malformed, "workbook.malformed", 422},
    Row{Code::workbook_locked, "workbook.locked", 422},
    Row{Code::workbook_old, "workbook.old", 422},
    Row{Code::workbook_too_large, "workbook.too_large", 413},
    Row{Code::workbook_sheet_missing, "workbook.sheet_missing", 422},
    Row{Code::workbook_column_twice, "workbook.column_twice", 422},
    Row{Code::workbook_column_missing, "workbook.column_missing", 422},
    Row{Code::workbook_language_unknown, "workbook.language_unknown", 422},
    Row{Code::workbook_begin_without_end, "workbook.begin_without_end", 422},
    Row{Code::workbook_end_without_begin, "workbook.end_without_begin", 422},
    Row{Code::workbook_cell_invalid, "workbook.cell_invalid", 422},
    Row{Code::convert_kept, "convert.kept", 422},
    Row{Code::convert_changed, "convert.changed", 422},
    Row{Code::convert_unused, "convert.unused", 422},
    Row{Code::expression_syntax, "expression.syntax", 422},
    Row{Code::expression_function_unknown, "expression.function_unknown", 422},
    Row{Code::expression_arity, "expression.arity", 422},
    Row{Code::expression_name_unknown, "expression.name_unknown", 422},
    Row{Code::expression_cycle, "expression.cycle", 422},
    Row{Code::expression_too_long, "expression.too_long", 422},
    Row{Code::check_equals_many, "check.equals_many", 422},
    Row{Code::check_bare_condition, "check.bare_condition", 422},
    Row{Code::check_optional_total, "check.optional_total", 422},
    Row{Code::check_round_negative, "check.round_negative", 422},
    Row{Code::check_pattern_unanchored, "check.pattern_unanchored", 422},
    Row{Code::check_changing_calculation, "check.changing_calculation", 422},
    Row{Code::check_constraint_of_blank, "check.constraint_of_blank", 422},
    Row{Code::check_outside_repeat, "check.outside_repeat", 422},
    Row{Code::check_value_never_given, "check.value_never_given", 422},
    Row{Code::check_not_of_blank, "check.not_of_blank", 422},
    Row{Code::check_function_absent, "check.function_absent", 422},
    Row{Code::check_number_selected, "check.number_selected", 422},
    Row{Code::check_relevant_inside, "check.relevant_inside", 422},
    Row{Code::check_counted_too_late, "check.counted_too_late", 422},
    Row{Code::check_required_not_asked, "check.required_not_asked", 422},
    Row{Code::check_impossible_default, "check.impossible_default", 422},
    Row{Code::check_origin, "check.origin", 422},
    Row{Code::check_religion, "check.religion", 422},
    Row{Code::check_nationality, "check.nationality", 422},
    Row{Code::check_person_name, "check.person_name", 422},
    Row{Code::check_mother_tongue, "check.mother_tongue", 422},
    Row{Code::check_opinion, "check.opinion", 422},
    Row{Code::check_orientation, "check.orientation", 422},
    Row{Code::check_police, "check.police", 422},
    Row{Code::check_address, "check.address", 422},
    Row{Code::check_birth_date, "check.birth_date", 422},
    Row{Code::check_identifier, "check.identifier", 422},
    Row{Code::check_contact, "check.contact", 422},
    Row{Code::check_position, "check.position", 422},
    Row{Code::check_face_or_voice, "check.face_or_voice", 422},
    Row{Code::check_coverage, "check.coverage", 422},
    Row{Code::check_minors, "check.minors", 422},
    Row{Code::check_consent_missing, "check.consent_missing", 422},
    Row{Code::check_consent_unread, "check.consent_unread", 422},
    Row{Code::check_sensitive_required, "check.sensitive_required", 422},
    Row{Code::check_sensitive_unmarked, "check.sensitive_unmarked", 422},
    Row{Code::check_notice_missing, "check.notice_missing", 422},
    Row{Code::check_breakdown_missing, "check.breakdown_missing", 422},
    Row{Code::check_breakdown_late, "check.breakdown_late", 422},
    Row{Code::check_too_many_questions, "check.too_many_questions", 422},
    Row{Code::check_label_long, "check.label_long", 422},
    Row{Code::check_double_question, "check.double_question", 422},
    Row{Code::check_leading_question, "check.leading_question", 422},
    Row{Code::check_scale_order, "check.scale_order", 422},
    Row{Code::check_scale_without_way_out, "check.scale_without_way_out", 422},
    Row{Code::check_open_question, "check.open_question", 422},
    Row{Code::check_not_on_page, "check.not_on_page", 422},
    Row{Code::response_malformed, "response.malformed", 400},
    Row{Code::response_too_large, "response.too_large", 413},
    Row{Code::response_id_invalid, "response.id_invalid", 422},
    Row{Code::response_version_unknown, "response.version_unknown", 422},
    Row{Code::response_invalid, "response.invalid", 422},
    Row{Code::response_conflict, "response.conflict", 409},
    Row{Code::response_unknown, "response.unknown", 404},
    Row{Code::answer_question_unknown, "answer.question_unknown", 422},
    Row{Code::answer_wrong_type, "answer.wrong_type", 422},
    Row{Code::answer_choice_unknown, "answer.choice_unknown", 422},
    Row{Code::answer_choice_twice, "answer.choice_twice", 422},
    Row{Code::answer_choice_exclusive, "answer.choice_exclusive", 422},
    Row{Code::answer_too_many_choices, "answer.too_many_choices", 422},
    Row{Code::answer_out_of_range, "answer.out_of_range", 422},
    Row{Code::answer_constraint, "answer.constraint", 422},
    Row{Code::answer_required, "answer.required", 422},
    Row{Code::answer_too_long, "answer.too_long", 422},
    Row{Code::campaign_unknown, "campaign.unknown", 404},
    Row{Code::campaign_exists, "campaign.exists", 409},
    Row{Code::campaign_not_open_yet, "campaign.not_open_yet", 403},
    Row{Code::campaign_closed, "campaign.closed", 403},
    Row{Code::campaign_by_invitation, "campaign.by_invitation", 403},
    Row{Code::campaign_other_form, "campaign.other_form", 422},
    Row{Code::version_mixes_meanings, "version.mixes_meanings", 409},
    Row{Code::territory_malformed, "territory.malformed", 422},
    Row{Code::territory_none, "territory.none", 422},
    Row{Code::territory_needed, "territory.needed", 422},
    Row{Code::territory_unknown, "territory.unknown", 422},
    Row{Code::territory_field_missing, "territory.field_missing", 422},
    Row{Code::territory_code_twice, "territory.code_twice", 422},
    Row{Code::territory_kind_unknown, "territory.kind_unknown", 422},
    Row{Code::territory_figure_invalid, "territory.figure_invalid", 422},
    Row{Code::user_exists, "user.exists", 409},
    Row{Code::user_unknown, "user.unknown", 404},
    Row{Code::password_too_short, "user.password_too_short", 422},
    Row{Code::login_refused, "access.login_refused", 401},
    Row{Code::login_needed, "access.login_needed", 401},
    Row{Code::forbidden, "access.forbidden", 403},
    Row{Code::page_expired, "access.page_expired", 403},
    Row{Code::device_unknown, "device.unknown", 401},
    Row{Code::device_revoked, "device.revoked", 403},
    Row{Code::device_enrolment_expired, "device.enrolment_expired", 410},
    Row{Code::sealed_unreadable, "sealed.unreadable", 422},
    Row{Code::link_unknown, "link.unknown", 404},
    Row{Code::link_used, "link.used", 410},
    Row{Code::media_place_unknown, "media.place_unknown", 422},
    Row{Code::media_type_refused, "media.type_refused", 422},
    Row{Code::media_too_large, "media.too_large", 413},
    Row{Code::table_question_unknown, "table.question_unknown", 404},
    Row{Code::table_breakdown_unknown, "table.breakdown_unknown", 422},
    Row{Code::table_too_fine, "table.too_fine", 422},
    Row{Code::table_filter_unfit, "table.filter_unfit", 422},
    Row{Code::table_filter_too_fine, "table.filter_too_fine", 422},
    Row{Code::table_too_sparse, "table.too_sparse", 422},
    Row{Code::open_answers_few, "open.few", 422},
    Row{Code::table_too_many, "table.too_many", 429},
    Row{Code::tables_malformed, "tables.malformed", 422},
    Row{Code::tables_too_large, "tables.too_large", 422},
    Row{Code::tables_contradict, "tables.contradict", 422},
    Row{Code::tables_unprotectable, "tables.unprotectable", 422},
    Row{Code::tables_builder_used, "tables.builder_used", 409},
    Row{Code::tables_exact_published, "tables.exact_published", 409},
    Row{Code::tables_release_too_close, "tables.release_too_close", 409},
    Row{Code::tables_too_few, "tables.too_few_people", 409},
    Row{Code::margin_column_missing, "margin.column_missing", 422},
    Row{Code::margin_column_unknown, "margin.column_unknown", 422},
    Row{Code::margin_level_unknown, "margin.level_unknown", 422},
    Row{Code::margin_level_twice, "margin.level_twice", 422},
    Row{Code::margin_population_invalid, "margin.population_invalid", 422},
    Row{Code::margin_none, "margin.none", 422},
    Row{Code::margin_too_large, "margin.too_large", 413},
    Row{Code::weights_none, "weights.none", 409},
    Row{Code::weights_nobody, "weights.nobody", 409},
    Row{Code::weights_level_empty, "weights.level_empty", 409},
    Row{Code::weights_level_few, "weights.level_few", 409},
    Row{Code::weights_level_outside, "weights.level_outside", 409},
    Row{Code::weights_totals_differ, "weights.totals_differ", 409},
    Row{Code::weights_totals_rescaled, "weights.totals_rescaled", 409},
    Row{Code::weights_infeasible, "weights.infeasible", 409},
    Row{Code::weights_bounds_widened, "weights.bounds_widened", 409},
    Row{Code::weights_base_invalid, "weights.base_invalid", 409},
    Row{Code::weights_stratum_single, "weights.stratum_single", 409},
    Row{Code::weights_effect_high, "weights.effect_high", 409},
    Row{Code::wave_unknown, "wave.unknown", 404},
    Row{Code::wave_too_few, "wave.too_few", 422},
    Row{Code::correspondence_malformed, "correspondence.malformed", 422},
    Row{Code::csv_empty, "csv.empty", 422},
    Row{Code::csv_too_large, "csv.too_large", 413},
    Row{Code::csv_encoding, "csv.encoding", 422},
    Row{Code::csv_column_twice, "csv.column_twice", 422},
    Row{Code::csv_quote, "csv.quote", 422},
    Row{Code::csv_row_length, "csv.row_length", 422},
    Row{Code::request_malformed, "request.malformed", 400},
    Row{Code::request_too_large, "request.too_large", 413},
    Row{Code::request_timeout, "request.timeout", 408},
    Row{Code::not_found, "request.not_found", 404},
    Row{Code::method_not_allowed, "request.method_not_allowed", 405},
    Row{Code::too_busy, "server.too_busy", 503},
    Row{Code::server_failed, "server.failed", 500},
    Row{Code::storage_failed, "storage.failed", 503},
};

consteval bool in_order() {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i].code != static_cast<Code>(i)) return false;
    return rows.back().code == Code::storage_failed;
}
static_assert(in_order(), "one row a code, in the order of the enumeration");

constexpr auto codes = [] {
    std::array<Code, rows.size()> all{};
    for (std::size_t i = 0; i < rows.size(); ++i) all[i] = rows[i].code;
    return all;
}();

const Row& row_of(Code code) noexcept {
    const auto index = static_cast<std::size_t>(code);
    assert(index < rows.size() && "a code that is in the enumeration");
    return rows[index];
}

}  // namespace

void throw_exception_from_error(const Problem& problem, const boost::source_location& where) {
    throw std::logic_error("the value of a refusal was taken: " + std::string(name(problem.code)) + " " +
                           problem.subject + " at " + where.file_name());
}

std::string_view name(Code code) noexcept { return row_of(code).name; }

int http_status(Code code) noexcept { return row_of(code).status; }

std::span<const Code> all_codes() noexcept { return codes; }

}  // namespace ecoute::forms
