#include "server/cli/responses_import.hpp"

#include <sodium.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "forms/csv.hpp"
#include "forms/response_json.hpp"
#include "server/cli/importer.hpp"
#include "server/intake.hpp"
#include "server/rows.hpp"

namespace ecoute::server::cli {

using forms::Code;
using forms::Problem;
using forms::Problems;

namespace {

/// Rows kept in one transaction: enough to spread the cost of the disk, few enough to show progress.
constexpr std::size_t group_rows = 500;

/// Columns of a CSV that stand beside the answers. The last ones are written by our own export and by the file of rejects, and are not read.
constexpr std::string_view beside_columns[] = {"id", "channel", "language", "started_at", "ended_at"};
constexpr std::string_view passed_over[] = {"form_version", "received_at", "minutes", "simulated", "line", "reason"};

template <class Name, class Names>
bool one_of(const Name& name, const Names& names) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// "minutes" of "_minutes": what our export calls a column beside the answers where a question has its name.
std::string_view bare(std::string_view name) { return name.substr(std::min(name.find_first_not_of('_'), name.size())); }

/// Where each of the columns beside the answers stands, by the name of what it holds: with the most underscores, where several may be it, since the others are
/// questions of older versions.
std::map<std::string_view, std::size_t> beside_places(const std::vector<std::string>& header, const forms::Form& form) {
    std::map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (form.find(header[i]) || !one_of(bare(header[i]), beside_columns)) continue;
        const auto [place, first] = places.emplace(bare(header[i]), i);
        if (!first && header[i].size() > header[place->second].size()) place->second = i;
    }
    return places;
}

/// What a column of a file is to the import.
enum class Column { answer, beside, ours, unknown };

std::vector<Column> columns_of(const std::vector<std::string>& header, const std::map<std::string_view, std::size_t>& beside, const forms::Form& form) {
    std::vector<Column> columns;
    for (const auto& name : header)
        columns.push_back(form.find(name) ? Column::answer : one_of(bare(name), passed_over) ? Column::ours : Column::unknown);
    for (const auto& [name, place] : beside) columns[place] = Column::beside;
    return columns;
}

/// An id for a row that brings none: the same row of the same campaign gets the same id whenever it is imported again, and the second of two
/// equal rows another one. A version 8 UUID (RFC 9562).
std::string made_id(std::string_view campaign, std::string_view row, std::size_t occurrence) {
    std::string bytes(16, '\0');
    const auto text = std::string{campaign} + '\n' + std::to_string(occurrence) + '\n' + std::string{row};
    crypto_generichash(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(),
                       reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr, 0);
    bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x80);
    bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
    std::string hex(33, '\0');
    sodium_bin2hex(hex.data(), hex.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    hex.resize(32);
    for (const std::size_t dash : {8U, 13U, 18U, 23U}) hex.insert(dash, 1, '-');
    return hex;
}

/// A cell of the file of rejects, quoted when it must be.
std::string csv_cell(std::string_view cell) {
    if (cell.find_first_of(";\",\r\n") == std::string_view::npos) return std::string{cell};
    std::string text = "\"";
    for (const char c : cell) text += c == '"' ? std::string{"\"\""} : std::string{c};
    return text + '"';
}

/// A text as it was before our export put an apostrophe in front of what a spreadsheet would run as a formula.
std::string undefused(const std::string& cell) {
    const bool defused = cell.size() > 1 && cell[0] == '\'' && std::string_view{"=+-@\t\r"}.find(cell[1]) != std::string_view::npos;
    return defused ? cell.substr(1) : cell;
}

}  // namespace

std::string Importer::id_for(std::string_view row) { return made_id(options_.campaign, row, occurrences_[std::string{row}]++); }

void Importer::reject(std::size_t line, const std::string& original, const Problems& problems) {
    ++rejected_;
    std::string reasons;
    for (const auto& problem : problems) reasons += (reasons.empty() ? "" : " | ") + shell_.sentence(problem);
    std::cerr << shell_.text("place.line", {{"line", std::to_string(line)}}) << ": " << reasons << '\n';
    if (csv_) {
        rejects_ += original + ';' + std::to_string(line) + ';' + csv_cell(reasons) + "\r\n";
        return;
    }
    auto codes = nlohmann::json::array();
    for (const auto& problem : problems)
        codes.push_back({{"code", forms::name(problem.code)}, {"question", problem.subject}, {"message", shell_.sentence(problem)}});
    const nlohmann::json row{{"line", line}, {"errors", codes}, {"row", original}};
    rejects_ += row.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

void Importer::take(const CampaignForm& campaign, Beside beside, forms::Answers answers, Problems problems, std::size_t line,
                    std::string original) {
    if (beside.channel.empty()) beside.channel = "import";
    if (beside.language.empty()) beside.language = campaign.form.default_language;
    if (!one_of(beside.channel, forms::channels))
        problems.push_back({Code::response_malformed, "channel", "", {{"value", beside.channel}, {"what", "value"}}});
    auto intake = take_in(campaign, beside, std::move(answers), std::move(problems), at_.desk.clock, at_.settings);
    wait(std::move(intake), line, std::move(original));
}

void Importer::wait(Intake intake, std::size_t line, std::string original) {
    if (!intake.problems.empty()) return reject(line, original, intake.problems);
    waiting_.push_back({std::move(intake.response), line, std::move(original)});
    if (waiting_.size() >= group_rows) flush();
}

void Importer::flush() {
    if (options_.dry_run) {
        kept_ += waiting_.size();
        waiting_.clear();
        return;
    }
    std::vector<storage::NewResponse> responses;
    for (auto& one : waiting_) responses.push_back(std::move(one.response));
    const auto outcomes = at_.store->responses().keep_and_wait(std::move(responses));
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (!outcomes[i]) reject(waiting_[i].line, waiting_[i].original, {outcomes[i].error()});
        else ++(*outcomes[i] == storage::Kept::first_time ? kept_ : already_);
    }
    waiting_.clear();
}


bool Importer::read_csv(std::string_view text) {
    csv_ = true;
    auto csv = forms::CsvReader::open(text);
    if (!csv) return shell_.refuse(csv.error()), false;
    const auto& header = csv->header();
    const auto places = beside_places(header, campaign_->form);
    const auto columns = columns_of(header, places, campaign_->form);
    for (std::size_t i = 0; i < header.size(); ++i)
        if (columns[i] == Column::unknown) shell_.refuse(Problem{Code::answer_question_unknown, header[i], "line 1", {}});
    if (one_of(Column::unknown, columns)) return false;
    const auto is_taken = [&](std::string_view name) { return csv->column(name).has_value(); };
    for (const auto& name : header) rejects_ += csv_cell(name) + ';';
    rejects_ += beside_name("line", is_taken) + ';' + beside_name("reason", is_taken) + "\r\n";
    Progress progress{shell_.text("cli.responses.import.progress"),
                      static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'))};
    while (auto row = csv->next()) {
        if (!*row) {
            reject(0, "", {row->error()});
            continue;
        }
        const auto& cells = (*row)->cells;
        std::string original;
        std::vector<forms::NamedText> fields;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            original += (i == 0 ? "" : ";") + csv_cell(cells[i]);
            if (columns[i] == Column::answer) fields.push_back({header[i], undefused(cells[i])});
        }
        const auto said = [&](std::string_view name) {
            const auto place = places.find(name);
            return place == places.end() ? std::string{} : cells[place->second];
        };
        Beside beside;
        beside.id = said("id");
        beside.channel = said("channel");
        beside.language = said("language");
        beside.started_at = said("started_at");
        beside.ended_at = said("ended_at");
        Problems problems;
        auto answers = forms::answers_from_text(campaign_->form, fields, problems);
        if (beside.id.empty()) beside.id = id_for(original);
        else if (!forms::is_uuid(beside.id)) problems.push_back({Code::response_id_invalid, "id", "", {{"value", beside.id}}});
        std::transform(beside.id.begin(), beside.id.end(), beside.id.begin(),
                       [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
        take(*campaign_, std::move(beside), std::move(answers), std::move(problems), (*row)->line, std::move(original));
        progress.reached((*row)->line);
    }
    flush();
    return true;
}

void Importer::take_submission(std::string_view line_text, std::size_t line) {
    auto body = std::string{line_text};
    auto read = forms::read_submissions(body);
    const bool without_id = read && !read->batch && !read->items.front() && read->items.front().error().subject == "id" &&
                            read->items.front().error().facts.count("what") && read->items.front().error().facts.at("what") == "missing";
    if (without_id) {
        body.insert(body.find('{') + 1, "\"id\":\"" + id_for(line_text) + "\",");
        read = forms::read_submissions(body);
    }
    if (!read) return reject(line, body, {read.error()});
    for (const auto& item : read->items) {
        if (!item) {
            reject(line, body, {item.error()});
            continue;
        }
        const auto campaign = item->form_version.empty() ? campaign_ : at_.forms->version(options_.campaign, item->form_version);
        if (!campaign) {
            reject(line, body, {{Code::response_version_unknown, item->form_version, "", {}}});
            continue;
        }
        Problems problems;
        auto answers = forms::answers_from_json(campaign->form, item->answers_json, problems);
        take(*campaign, {item->id, item->form_version, item->language, item->channel, item->started_at, item->ended_at, item->simulated},
             std::move(answers), std::move(problems), line, body);
    }
}

void Importer::each_line(std::string_view text, void (Importer::*each)(std::string_view, std::size_t)) {
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    Progress progress{shell_.text("cli.responses.import.progress"), lines};
    std::size_t line = 0;
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto one = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (!one.empty() && one.back() == '\r') one.remove_suffix(1);
        if (++line == 1 && one.starts_with("\xEF\xBB\xBF")) one.remove_prefix(3);
        if (one.find_first_not_of(" \t") != std::string_view::npos) (this->*each)(one, line);
        progress.reached(line);
    }
    flush();
}

bool Importer::read_ndjson(std::string_view text) {
    each_line(text, &Importer::take_submission);
    return true;
}

int Importer::finish() {
    if (attachments_ > 0) shell_.say("cli.responses.import.attachments", {{"count", std::to_string(attachments_)}});
    if (contacts_ > 0) shell_.say("cli.responses.import.contacts", {{"count", std::to_string(contacts_)}});
    shell_.say(options_.dry_run ? "cli.responses.import.summary_dry_run" : "cli.responses.import.summary",
               {{"kept", std::to_string(kept_)}, {"already", std::to_string(already_)}, {"rejected", std::to_string(rejected_)}});
    if (rejected_ == 0) return done;
    const auto file = !options_.rejects.empty() ? options_.rejects
                      : options_.file == "-"    ? std::string{csv_ ? "rejects.csv" : "rejects.ndjson"}
                                                : options_.file + (csv_ ? ".rejects.csv" : ".rejects.ndjson");
    write_file(file, (csv_ ? "\xEF\xBB\xBF" : "") + rejects_, Digest::untold);
    shell_.say("cli.responses.import.rejects_in", {{"file", file}});
    return input_has_problems;
}

namespace {

/// By the end of the name; standard input by its first character.
bool looks_like_json(const std::string& file, std::string_view text) {
    if (file.ends_with(".ndjson") || file.ends_with(".jsonl") || file.ends_with(".json")) return true;
    if (file.ends_with(".csv")) return false;
    const auto first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    return first != std::string_view::npos && text[first] == '{';
}

}  // namespace

int import_responses(Shell& shell, const ImportOptions& options) {
    const auto text = read_file(options.file);
    if (!text) {
        shell.say("cli.responses.import.no_file", {{"file", options.file}});
        return input_has_problems;
    }
    AtDesk at{shell};
    const auto campaign = at.forms->find(options.campaign);
    if (!campaign) return shell.refuse(Problem{Code::campaign_unknown, options.campaign, "", {}});
    Importer importer{shell, at, options, campaign};
    const bool readable = is_queue(*text)                        ? importer.read_queue(*text)
                          : looks_like_json(options.file, *text) ? importer.read_ndjson(*text)
                                                                 : importer.read_csv(*text);
    if (!readable) return input_has_problems;
    if (!options.dry_run) at.store->audit().add(shell.now(), Shell::who(), "responses.import", options.campaign);
    return importer.finish();
}

}  // namespace ecoute::server::cli
