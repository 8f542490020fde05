#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "analysis/lines.hpp"
#include "forms/memory_file.hpp"

namespace ecoute::analysis {
namespace {

/// More bars than this are no picture any more.
constexpr std::size_t most_charted_rows = 40;
constexpr std::size_t most_stacked_answers = 7;
/// From least to most, as on every page (look/README.md); a hundred kinds of answers begin again.
constexpr std::array<lxw_color_t, 7> colours{0x8C3B12, 0xD17A22, 0xE6C9A8, 0xCFCFCA, 0x9CC3CC, 0x0F6E84, 0x0F4C5C};

/// One sheet, written line by line.
class Sheet {
public:
    Sheet(lxw_workbook* book, const std::string& name) : sheet_(workbook_add_worksheet(book, name.c_str())), name_(name) {}
    void text(const std::string& text, lxw_format* format = nullptr) {
        worksheet_write_string(sheet_, row_, column_++, text.c_str(), format);
    }
    void skip() { ++column_; }
    template <class Number>
    void number(const std::optional<Number>& number, lxw_format* format) {
        if (number) worksheet_write_number(sheet_, row_, column_, static_cast<double>(*number), format);
        ++column_;
    }
    void end_line() {
        ++row_;
        column_ = 0;
    }
    lxw_worksheet* raw() const { return sheet_; }
    const char* name() const { return name_.c_str(); }
    lxw_row_t row() const { return row_; }
    lxw_col_t column() const { return column_; }

private:
    lxw_worksheet* sheet_;
    std::string name_;
    lxw_row_t row_ = 0;
    lxw_col_t column_ = 0;
};

class Book {
public:
    Book(const ProtectedTable& table, const Heading& heading) : table_(table), heading_(heading), wording_(table, heading) {
        lxw_workbook_options options{};
        options.constant_memory = LXW_FALSE;
        book_ = workbook_new_opt(file_.path().c_str(), &options);
        if (!book_) throw std::runtime_error("no memory for a workbook");
        set_formats();
        write_table();
        write_detail();
        write_official();
        write_method();
        if (const auto failed = workbook_close(book_); failed != LXW_NO_ERROR) throw std::runtime_error(lxw_strerror(failed));
    }
    std::string bytes() const { return file_.bytes(); }

private:
    void set_formats() {
        title_ = format([](lxw_format* f) { format_set_bold(f); format_set_font_size(f, 14); });
        head_ = format([](lxw_format* f) {
            format_set_bold(f);
            format_set_text_wrap(f);
            format_set_bottom(f, LXW_BORDER_MEDIUM);
            format_set_align(f, LXW_ALIGN_VERTICAL_BOTTOM);
            format_set_align(f, LXW_ALIGN_RIGHT);
        });
        count_ = format([](lxw_format* f) { format_set_num_format(f, "#,##0"); });
        share_ = format([](lxw_format* f) { format_set_num_format(f, "0\"\u00a0%\""); });
        fragile_ = format([](lxw_format* f) { format_set_num_format(f, "0\"\u00a0%\u00a0*\""); format_set_italic(f); });
        decimal_ = format([](lxw_format* f) { format_set_num_format(f, "0.0"); });
        official_ = format([](lxw_format* f) { format_set_num_format(f, "#,##0.##"); });
        hidden_ = format([](lxw_format* f) {
            format_set_italic(f);
            format_set_font_color(f, 0x525C69);
            format_set_align(f, LXW_ALIGN_RIGHT);
        });
        hidden_figure_ = format([](lxw_format* f) {
            format_set_italic(f);
            format_set_font_color(f, 0x525C69);
            format_set_align(f, LXW_ALIGN_RIGHT);
            format_set_shrink(f);
        });
        name_head_ = format([](lxw_format* f) {
            format_set_bold(f);
            format_set_bottom(f, LXW_BORDER_MEDIUM);
            format_set_align(f, LXW_ALIGN_VERTICAL_BOTTOM);
        });
        gap_ = format([](lxw_format* f) { format_set_align(f, LXW_ALIGN_RIGHT); });
        total_ = format([](lxw_format* f) {
            format_set_bold(f);
            format_set_bg_color(f, 0xE3EEF1);
        });
        wrapped_ = format([](lxw_format* f) { format_set_text_wrap(f); format_set_align(f, LXW_ALIGN_VERTICAL_TOP); });
    }
    template <class Set>
    lxw_format* format(Set set) {
        auto* made = workbook_add_format(book_);
        set(made);
        return made;
    }

    /// The sheet that people print: a row a group, shares then counts.
    void write_table() {
        Sheet sheet{book_, wording_.say("tables.sheet.table")};
        sheet.text(wording_.title(), title_);
        sheet.end_line();
        const auto below = wording_.subtitle();
        sheet.text(below.empty() ? heading_.campaign_title : heading_.campaign_title + ", " + below);
        sheet.end_line();
        sheet.end_line();
        const auto head_row = sheet.row();
        write_head(sheet);
        worksheet_freeze_panes(sheet.raw(), sheet.row(), static_cast<lxw_col_t>(keys()));
        for (const auto& group : table_.groups()) write_group(sheet, group);
        colour_totals(sheet, head_row);
        add_chart(sheet, head_row);
        set_widths(sheet);
        write_notes(sheet);
        worksheet_set_row(sheet.raw(), head_row, height_of_head(), nullptr);
        print_on_one_page(sheet.raw());
    }

    static constexpr double points_of_a_line = 15, width_of_names = 26, width_of_figures = 15, width_of_gaps = 18, width_between = 3;

    bool compared() const { return !table_.gap_reference().empty(); }
    /// Shares and means stand after the names and the base.
    std::size_t shares() const { return answers().size() + (table_.has_mean() ? 1 : 0) + (table_.has_median() ? 1 : 0); }
    lxw_col_t first_count() const { return static_cast<lxw_col_t>(keys() + 1 + shares() + 1); }
    lxw_col_t first_gap() const { return static_cast<lxw_col_t>(first_count() + answers().size() + 1); }
    lxw_col_t last_column() const {
        return static_cast<lxw_col_t>(compared() ? first_gap() + answers().size() - 1 : first_count() + answers().size() - 1);
    }

    void set_widths(const Sheet& sheet) const {
        const auto names = static_cast<lxw_col_t>(keys());
        worksheet_set_column(sheet.raw(), 0, static_cast<lxw_col_t>(names - 1), width_of_names, nullptr);
        worksheet_set_column(sheet.raw(), static_cast<lxw_col_t>(names + 1), last_column(), width_of_figures, nullptr);
        worksheet_set_column(sheet.raw(), static_cast<lxw_col_t>(first_count() - 1), static_cast<lxw_col_t>(first_count() - 1), width_between, nullptr);
        if (!compared()) return;
        worksheet_set_column(sheet.raw(), static_cast<lxw_col_t>(first_gap() - 1), static_cast<lxw_col_t>(first_gap() - 1), width_between, nullptr);
        worksheet_set_column(sheet.raw(), first_gap(), last_column(), width_of_gaps, nullptr);
    }

    /// Rows that are totals over something: a rule of the sheet, which leaves the numbers' own formats alone.
    void colour_totals(const Sheet& sheet, lxw_row_t head_row) {
        auto row = head_row;
        for (const auto& group : table_.groups()) {
            ++row;
            if (table_.by().empty() || std::find(group.key.begin(), group.key.end(), all_of_them) == group.key.end()) continue;
            lxw_conditional_format rule{};
            rule.type = LXW_CONDITIONAL_TYPE_FORMULA;
            std::string always = "=TRUE";
            rule.value_string = always.data();
            rule.format = total_;
            worksheet_conditional_format_range(sheet.raw(), row, 0, row, last_column(), &rule);
        }
    }

    /// Each over the width of a printed table, as high as its words need: spreadsheets don't find that by themselves.
    void write_notes(Sheet& sheet) {
        const auto until = std::max<lxw_col_t>(last_column(), 5);
        constexpr std::size_t letters_of_a_line = 130;
        for (const auto& note : wording_.notes()) {
            sheet.end_line();
            worksheet_merge_range(sheet.raw(), sheet.row(), 0, sheet.row(), std::min<lxw_col_t>(until, 8), note.c_str(), wrapped_);
            worksheet_set_row(sheet.raw(), sheet.row(), points_of_a_line * static_cast<double>(1 + display_width(note) / letters_of_a_line), nullptr);
        }
    }

    /// As wide as A4 lying down.
    static void print_on_one_page(lxw_worksheet* sheet) {
        constexpr std::uint8_t a4 = 9;
        worksheet_set_landscape(sheet);
        worksheet_set_paper(sheet, a4);
        worksheet_fit_to_pages(sheet, 1, 0);
    }

    /// Points, for the longest answer in columns of 19 letters: spreadsheets don't find the height of wrapped text by themselves.
    double height_of_head() const {
        std::size_t longest = 1;
        for (const auto& answer : answers())
            longest = std::max(longest, display_width(wording_.label(table_.question(), answer) + " (" + wording_.say("tables.count") + ")"));
        return points_of_a_line * static_cast<double>(std::min<std::size_t>(8, longest / 16 + 1));
    }

    std::size_t keys() const { return std::max<std::size_t>(1, table_.by().size()); }
    const std::vector<Category>& answers() const { return table_.question().categories; }

    void write_head(Sheet& sheet) {
        if (table_.by().empty()) sheet.text("", head_);
        for (const auto& variable : table_.by()) sheet.text(wording_.heading(variable), name_head_);
        sheet.text(wording_.say("tables.base_column"), head_);
        for (const auto& answer : answers()) sheet.text(wording_.label(table_.question(), answer), head_);
        if (table_.has_mean()) sheet.text(wording_.say("tables.mean"), head_);
        if (table_.has_median()) sheet.text(wording_.say("tables.median"), head_);
        sheet.skip();
        for (const auto& answer : answers())
            sheet.text(wording_.label(table_.question(), answer) + " (" + wording_.say("tables.count") + ")", head_);
        if (compared()) sheet.skip();
        for (const auto& answer : answers())
            if (compared()) sheet.text(wording_.label(table_.question(), answer) + " (" + wording_.say("tables.gap") + ")", head_);
        sheet.end_line();
    }

    /// The same word whether nobody or nine people stand behind it.
    template <class Number>
    void figure(Sheet& sheet, const std::optional<Number>& number, lxw_format* format, bool hidden,
                const std::string& reason = {}) {
        if (!number && hidden)
            sheet.text(reason.empty() ? wording_.say("tables.too_few") : reason, hidden_figure_);
        else
            sheet.number(number, format);
    }

    /// A date is written in words: as a spreadsheet's date it would be a day, and where counts are moved it is a month.
    void quantile(Sheet& sheet, const std::optional<double>& value, bool hidden) {
        if (value && table_.dated())
            sheet.text(wording_.date(*value));
        else
            figure(sheet, value, decimal_, hidden);
    }

    void write_group(Sheet& sheet, const ProtectedGroup& group) {
        if (table_.by().empty()) sheet.text(wording_.say("tables.total"));
        for (std::size_t v = 0; v < group.key.size(); ++v) sheet.text(wording_.part(v, group.key[v]));
        figure(sheet, group.base, count_, group.suppressed);
        for (const auto& cell : group.cells)
            figure(sheet, cell.percent, is_fragile(group, cell) ? fragile_ : share_, cell.suppressed, wording_.hidden(group, cell));
        if (table_.has_mean()) figure(sheet, group.mean, decimal_, group.mean_hidden);
        if (table_.has_median()) quantile(sheet, group.median, group.mean_hidden);
        sheet.skip();
        for (const auto& cell : group.cells) figure(sheet, cell.count, count_, cell.suppressed, wording_.hidden(group, cell));
        if (compared()) sheet.skip();
        for (std::size_t i = 0; compared() && i < std::min(group.gaps.size(), answers().size()); ++i) sheet.text(wording_.gap(group.gaps[i], true), gap_);
        sheet.end_line();
    }

    /// Bars of shares: stacked when each person gives one of a few answers, otherwise side by side. Not stretched to a hundred: where
    /// a share is hidden the bar is shorter, and the others keep their lengths.
    void add_chart(const Sheet& sheet, lxw_row_t head_row) {
        const auto rows = table_.groups().size();
        if (answers().empty() || rows > most_charted_rows) return;
        const bool stacked = !table_.multiple() && answers().size() <= most_stacked_answers;
        auto* chart = workbook_add_chart(book_, stacked ? LXW_CHART_BAR_STACKED : LXW_CHART_BAR);
        const auto first = static_cast<lxw_row_t>(head_row + 1), last = static_cast<lxw_row_t>(head_row + rows);
        for (std::size_t i = 0; i < answers().size(); ++i) {
            const auto column = static_cast<lxw_col_t>(keys() + 1 + i);
            auto* series = chart_add_series(chart, nullptr, nullptr);
            chart_series_set_categories(series, sheet.name(), first, 0, last, static_cast<lxw_col_t>(keys() - 1));
            chart_series_set_values(series, sheet.name(), first, column, last, column);
            chart_series_set_name_range(series, sheet.name(), head_row, column);
            lxw_chart_fill fill{};
            fill.color = colours[answers().size() <= colours.size() && answers().size() > 1
                                     ? i * (colours.size() - 1) / (answers().size() - 1)
                                     : i % colours.size()];
            chart_series_set_fill(series, &fill);
        }
        chart_title_set_name(chart, wording_.title().c_str());
        // Of a chart of bars the library calls the axis of the categories y, the other x.
        chart_axis_set_reverse(chart->y_axis);  // the first row on top, as in the table
        chart_axis_set_interval_unit(chart->y_axis, 1);  // each row with its name (T1), also where a program would leave every second one out
        chart_axis_set_num_format(chart->x_axis, "0\"\u00a0%\"");
        if (stacked) chart_axis_set_max(chart->x_axis, 100);
        chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
        lxw_chart_options options{};
        options.x_scale = 1.6;
        options.y_scale = std::max(1.2, static_cast<double>(rows) / 10);
        auto described = wording_.title() + ". " + wording_.subtitle();
        options.description = described.data();
        auto* drawn = workbook_add_worksheet(book_, wording_.say("tables.sheet.chart").c_str());
        print_on_one_page(drawn);
        worksheet_insert_chart_opt(drawn, 0, 0, chart, &options);
    }

    /// Every figure, one line each, as other programs like to read it.
    void write_detail() {
        Sheet sheet{book_, wording_.say("tables.sheet.detail")};
        for (const auto& variable : table_.by()) {
            if (variable.role == "quartier") sheet.text(wording_.say("tables.code"), head_);
            sheet.text(wording_.heading(variable), head_);
        }
        const auto answer = sheet.column();
        for (const char* word : {"tables.answer", "tables.count", "tables.base_column", "tables.percent_points", "tables.low",
                                 "tables.high", "tables.n_effective", "tables.deff", "tables.mean", "tables.median",
                                 "tables.median_low", "tables.median_high"})
            sheet.text(wording_.say(word), head_);
        if (table_.has_ranking())
            for (const char* word : {"tables.rank.first", "tables.rank.mean"}) sheet.text(wording_.say(word), head_);
        if (compared())
            for (const char* word : {"tables.gap", "tables.gap_low", "tables.gap_high"}) sheet.text(wording_.say(word), head_);
        sheet.text(wording_.say("tables.remark"), head_);
        const auto width = sheet.column();
        sheet.end_line();
        worksheet_freeze_panes(sheet.raw(), 1, 0);
        for (const auto& group : table_.groups())
            for (const auto& line : lines_of(table_, wording_, group)) write_line(sheet, group, line);
        worksheet_autofilter(sheet.raw(), 0, 0, sheet.row() - 1, static_cast<lxw_col_t>(width - 1));
        worksheet_set_row(sheet.raw(), 0, 2 * points_of_a_line, nullptr);
        if (answer > 0) worksheet_set_column(sheet.raw(), 0, static_cast<lxw_col_t>(answer - 1), 22, nullptr);
        worksheet_set_column(sheet.raw(), answer, answer, 34, nullptr);
        worksheet_set_column(sheet.raw(), static_cast<lxw_col_t>(answer + 1), static_cast<lxw_col_t>(width - 2), 11, nullptr);
        worksheet_set_column(sheet.raw(), static_cast<lxw_col_t>(width - 1), static_cast<lxw_col_t>(width - 1), 30, nullptr);
        worksheet_repeat_rows(sheet.raw(), 0, 0);
        print_on_one_page(sheet.raw());
    }

    void write_line(Sheet& sheet, const ProtectedGroup& group, const Line& line) {
        for (std::size_t v = 0; v < group.key.size(); ++v) {
            const auto& variable = table_.by()[v];
            if (variable.role == "quartier")
                sheet.text(group.key[v] == all_of_them ? "" : variable.categories[static_cast<std::size_t>(group.key[v])].name);
            sheet.text(wording_.part(v, group.key[v]));
        }
        sheet.text(line.answer);
        sheet.number(line.count, count_);
        sheet.number(line.base, count_);
        for (const auto& number : {line.percent, line.low, line.high, line.n_effective, line.deff, line.mean}) sheet.number(number, decimal_);
        for (const auto& value : {line.median, line.median_low, line.median_high}) quantile(sheet, value, false);
        if (table_.has_ranking())
            for (const auto& number : {line.ranked.first, line.ranked.mean_place}) sheet.number(number, decimal_);
        if (compared())
            for (const auto figure : {&Change::difference, &Change::low, &Change::high})
                sheet.number(line.gap ? std::optional{(*line.gap).*figure} : std::nullopt, decimal_);
        const auto remark = line.remark(wording_);
        if (!remark.empty()) sheet.text(remark, hidden_);
        sheet.end_line();
    }

    /// Figures of others, on a sheet of their own, so that no filter or sum takes them for the survey's.
    void write_official() {
        if (heading_.official.empty()) return;
        Sheet sheet{book_, wording_.say("tables.official")};
        for (const char* word : {"tables.code", "tables.heading.quartier", "tables.official.indicator", "tables.official.value", "tables.official.unit",
                                 "tables.official.year", "tables.official.source"})
            sheet.text(wording_.say(word), name_head_);
        sheet.end_line();
        for (const auto& figure : heading_.official) {
            for (const auto& cell : {figure.territory, figure.place, figure.indicator}) sheet.text(cell);
            if (figure.value)
                sheet.number(figure.value, official_);
            else
                sheet.text(wording_.official(figure), hidden_);
            for (const auto& cell : {figure.unit, figure.year, figure.source}) sheet.text(cell);
            sheet.end_line();
        }
        worksheet_set_column(sheet.raw(), 0, 0, 18, nullptr);
        worksheet_set_column(sheet.raw(), 1, 2, 30, nullptr);
        worksheet_set_column(sheet.raw(), 3, 5, 14, nullptr);
        worksheet_set_column(sheet.raw(), 6, 6, 40, nullptr);
        worksheet_freeze_panes(sheet.raw(), 1, 0);
        worksheet_repeat_rows(sheet.raw(), 0, 0);
        print_on_one_page(sheet.raw());
    }

    void write_method() {
        Sheet sheet{book_, wording_.say("tables.sheet.method")};
        constexpr std::size_t letters_of_a_line = 100;
        worksheet_set_column(sheet.raw(), 0, 0, letters_of_a_line, wrapped_);
        print_on_one_page(sheet.raw());
        sheet.text(heading_.campaign_title, title_);
        sheet.end_line();
        worksheet_set_row(sheet.raw(), sheet.row(), points_of_a_line * static_cast<double>(1 + display_width(wording_.full_title()) / letters_of_a_line), nullptr);
        sheet.text(wording_.full_title(), wrapped_);
        sheet.end_line();
        auto notes = wording_.notes();
        notes.push_back(wording_.say("tables.note.precision"));
        for (const auto& note : notes) {
            worksheet_set_row(sheet.raw(), sheet.row(), points_of_a_line * static_cast<double>(1 + display_width(note) / letters_of_a_line), nullptr);
            sheet.text(note, wrapped_);
            sheet.end_line();
        }
    }

    const ProtectedTable& table_;
    const Heading& heading_;
    Wording wording_;
    forms::MemoryFile file_;
    lxw_workbook* book_ = nullptr;
    lxw_format *title_{}, *head_{}, *count_{}, *share_{}, *fragile_{}, *decimal_{}, *hidden_{}, *wrapped_{}, *hidden_figure_{}, *name_head_{}, *gap_{}, *total_{}, *official_{};
};

}  // namespace

std::string to_workbook(const ProtectedTable& table, const Heading& heading) { return Book{table, heading}.bytes(); }

}  // namespace ecoute::analysis
