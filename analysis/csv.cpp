#include "analysis/lines.hpp"

namespace ecoute::analysis {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr int decimals_of_percent = 1;
constexpr int decimals_of_mean = 2;

/// A spreadsheet runs a cell that begins so; an apostrophe in front makes it text.
bool looks_like_formula(std::string_view text) noexcept {
    return !text.empty() && std::string_view{"=+-@\t\r\n"}.find(text.front()) != std::string_view::npos;
}

std::string quoted(std::string_view text) {
    std::string cell = looks_like_formula(text) ? "'" : "";
    cell += text;
    if (cell.find_first_of(";\"\r\n") == std::string::npos) return cell;
    std::string result = "\"";
    for (const char sign : cell) result.append(sign == '"' ? 2 : 1, sign);
    return result + "\"";
}

/// Lines of cells, each as wide as the heading.
class Sheet {
public:
    explicit Sheet(const Wording& wording) : wording_(wording) {}
    void text(std::string_view text) { cell(quoted(text)); }
    void empty() { cell(""); }
    void count(const std::optional<std::int64_t>& count) { cell(count ? std::to_string(*count) : ""); }
    void number(const std::optional<double>& number, int decimals) {
        cell(number ? wording_.number(*number, decimals) : "");
    }
    void end_line() {
        out_ += line_end;
        first_ = true;
    }
    std::string take() { return std::move(out_); }

private:
    void cell(std::string_view written) {
        if (!first_) out_ += ';';
        first_ = false;
        out_ += written;
    }
    const Wording& wording_;
    std::string out_ = "\xEF\xBB\xBF";
    bool first_ = true;
};

/// A quartier is known by its code too, since two communes may have quartiers of one name.
bool has_code(const Variable& variable) noexcept { return variable.role == "quartier"; }

void write_heading(Sheet& sheet, const ProtectedTable& table, const Wording& wording) {
    for (const auto& variable : table.by()) {
        if (has_code(variable)) sheet.text(wording.say("tables.code"));
        sheet.text(wording.heading(variable));
    }
    for (const char* word :
         {"tables.answer", "tables.count", "tables.base_column", "tables.percent_points", "tables.low", "tables.high", "tables.n_effective",
          "tables.deff"})
        sheet.text(wording.say(word));
    if (table.has_mean()) sheet.text(wording.say("tables.mean"));
    if (table.has_median())
        for (const char* word : {"tables.median", "tables.median_low", "tables.median_high", "tables.lower_quartile", "tables.upper_quartile"})
            sheet.text(wording.say(word));
    if (table.has_ranking())
        for (const char* word : {"tables.rank.first", "tables.rank.mean"}) sheet.text(wording.say(word));
    if (!table.gap_reference().empty())
        for (const char* word : {"tables.gap", "tables.gap_low", "tables.gap_high"}) sheet.text(wording.say(word));
    sheet.text(wording.say("tables.remark"));
    sheet.end_line();
}

void write_line(Sheet& sheet, const ProtectedTable& table, const Wording& wording, const std::vector<int>& key,
                const Line& line) {
    for (std::size_t v = 0; v < key.size(); ++v) {
        const auto& variable = table.by()[v];
        if (has_code(variable))
            sheet.text(key[v] == all_of_them ? "" : variable.categories[static_cast<std::size_t>(key[v])].name);
        sheet.text(wording.part(v, key[v]));
    }
    sheet.text(line.answer);
    sheet.count(line.count);
    sheet.count(line.base);
    sheet.number(line.percent, decimals_of_percent);
    const int decimals = line.mean ? decimals_of_mean : decimals_of_percent;
    sheet.number(line.low, decimals);
    sheet.number(line.high, decimals);
    sheet.number(line.n_effective, decimals_of_percent);
    sheet.number(line.deff, decimals_of_mean);
    if (table.has_mean()) sheet.number(line.mean, decimals_of_mean);
    if (table.has_median())
        for (const auto& figure : {line.median, line.median_low, line.median_high, line.lower_quartile, line.upper_quartile}) {
            if (table.dated())
                sheet.text(figure ? wording.iso_date(*figure) : "");
            else
                sheet.number(figure, decimals_of_mean);
        }
    if (table.has_ranking()) {
        sheet.number(line.ranked.first, decimals_of_percent);
        sheet.number(line.ranked.mean_place, decimals_of_mean);
    }
    if (!table.gap_reference().empty())
        for (const auto figure : {&Change::difference, &Change::low, &Change::high})
            sheet.number(line.gap ? std::optional{(*line.gap).*figure} : std::nullopt, decimals_of_mean);
    sheet.text(line.remark(wording));
    sheet.end_line();
}

/// A block of its own: other figures, of others.
void write_official(Sheet& sheet, const Wording& wording, const Heading& heading) {
    if (heading.official.empty()) return;
    sheet.end_line();
    sheet.text(wording.say("tables.official"));
    sheet.end_line();
    for (const char* word : {"tables.code", "tables.heading.quartier", "tables.official.indicator", "tables.official.value", "tables.official.unit",
                             "tables.official.year", "tables.official.source"})
        sheet.text(wording.say(word));
    sheet.end_line();
    for (const auto& figure : heading.official) {
        for (const auto& cell : {figure.territory, figure.place, figure.indicator}) sheet.text(cell);
        sheet.number(figure.value, decimals_of_mean);
        for (const auto& cell : {figure.unit, figure.year, figure.source}) sheet.text(cell);
        sheet.end_line();
    }
}

void write_note(Sheet& sheet, const std::string& note) {
    if (note.empty()) return;
    sheet.text(note);
    sheet.end_line();
}

}  // namespace

std::string to_csv(const ProtectedTable& table, const Heading& heading) {
    const Wording wording{table, heading};
    Sheet sheet{wording};
    write_heading(sheet, table, wording);
    for (const auto& group : table.groups())
        for (const auto& line : lines_of(table, wording, group)) write_line(sheet, table, wording, group.key, line);

    sheet.end_line();
    write_note(sheet, heading.campaign_title);
    write_note(sheet, wording.full_title());
    for (const auto& note : wording.notes()) write_note(sheet, note);
    write_note(sheet, wording.say("tables.note.precision"));
    write_official(sheet, wording, heading);
    return sheet.take();
}

}  // namespace ecoute::analysis
