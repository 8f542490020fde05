#include <algorithm>
#include <cmath>

#include "analysis/panels.hpp"
#include "analysis/svg_pen.hpp"
#include "forms/text.hpp"

namespace ecoute::analysis {
namespace {

constexpr double bar_height = 24, least_row_height = 34, line_height = 18, label_gap = 12, base_room = 64, most_label_width = 260;
constexpr double narrowest_with_text = 40;
constexpr double sign_of_legend = 7.2;

/// A share as a piece of a bar.
struct Piece {
    double percent = 0;
    Fill fill{};
    std::string words;
    bool on_dark = false;
};

Fill fill_of(std::size_t answer, std::size_t answers) noexcept {
    constexpr Fill scale[] = {Fill::scale_least, Fill::scale_less, Fill::scale_lesser, Fill::scale_middle,
                              Fill::scale_morer, Fill::scale_more, Fill::scale_most};
    return scale[answer * (std::size(scale) - 1) / (answers - 1)];
}

bool is_dark(Fill fill) noexcept { return fill == Fill::scale_least || fill == Fill::scale_more || fill == Fill::scale_most; }

class Drawing {
public:
    Drawing(const ProtectedTable& table, const Heading& heading, Surroundings surroundings)
        : table_(table),
          wording_(table, heading),
          alone_(surroundings == Surroundings::title_and_notes),
          names_above_(surroundings == Surroundings::subtitle_on_phone),
          language_(heading.language),
          mark_(svg_mark(wording_.full_title() + "stacked", surroundings)),
          fills_(mark_),
          pen_(forms::right_to_left(heading.language), picture_width_for(surroundings)) {
        for (const auto& group : table.groups()) {
            const auto left_out = std::count(group.key.begin(), group.key.end(), all_of_them);
            if (left_out == 0 || &group == &table.everybody()) shown_.push_back(&group);
        }
        std::size_t widest = 8;
        for (const auto* group : shown_) widest = std::max(widest, display_width(wording_.key(group->key)));
        label_width_ = names_above_ ? pen_.width() - 8 : std::min(most_label_width, double(widest) * sign_width + 8);
        left_ = names_above_ ? 4 : label_width_ + label_gap;
        width_ = pen_.width() - left_ - base_room;
    }

    std::string draw() {
        if (alone_) write_lines(wording_.title(), 18, "font-weight=\"650\"");
        if (const auto below = wording_.subtitle(); !below.empty()) write_lines(below, 15, "fill-opacity=\".8\"");
        write_legend();
        for (const auto* group : shown_) write_group(*group);
        if (alone_)
            for (const auto& note : wording_.notes()) write_lines(note, 12.5, "fill-opacity=\".7\"");
        return svg_document(pen_, fills_, y_ + 8, language_, mark_, wording_.title(), description());
    }

private:
    std::string name(std::size_t answer) const { return wording_.label(table_.question(), table_.question().categories[answer]); }
    std::size_t answers() const { return table_.question().categories.size(); }

    static bool anything_hidden(const ProtectedGroup& group) {
        return group.suppressed || std::any_of(group.cells.begin(), group.cells.end(), [](const Cell& cell) { return !cell.percent; });
    }

    void write_lines(const std::string& words, double size, std::string_view rest) {
        for (const auto& line : wrapped(words, static_cast<std::size_t>(pen_.width() / (sign_width * size / 15)))) {
            y_ += size * 1.35;
            pen_.text(4, y_, line, "font-size=\"" + svg_number(size) + "\" " + std::string{rest});
        }
    }

    void write_legend() {
        y_ += 26;
        double x = 4;
        const auto entry = [&](Fill fill, const std::string& words) {
            const double width = 30 + double(display_width(words)) * sign_of_legend + 16;
            if (x > 4 && x + width > pen_.width()) x = 4, y_ += 22;
            pen_.bar(x, y_ - 13, 22, 15, fills_.of(fill), "stroke=\"#fff\" stroke-width=\".75\"");
            pen_.text(x + 28, y_, words, "font-size=\"13.5\"");
            x += width;
        };
        for (std::size_t i = 0; i < answers(); ++i) entry(fill_of(i, answers()), name(i));
        if (std::any_of(shown_.begin(), shown_.end(), [](const auto* group) { return anything_hidden(*group); }))
            entry(Fill::not_shown, wording_.say("tables.chart.not_shown"));
        y_ += 12;
    }

    /// Shares that are shown, in the order of the form; what is hidden together last. Rounded shares add up to 99 or 101: they
    /// are stretched to a full bar when all are there.
    std::vector<Piece> pieces_of(const ProtectedGroup& group) const {
        std::vector<Piece> pieces;
        double sum = 0;
        for (std::size_t i = 0; i < group.cells.size() && !group.suppressed; ++i) {
            const double percent = group.cells[i].percent.value_or(0);
            const auto fill = fill_of(i, answers());
            if (percent > 0) pieces.push_back({percent, fill, wording_.percent(percent), is_dark(fill)});
            sum += percent;
        }
        if (anything_hidden(group) && sum < 100) pieces.push_back({100 - sum, Fill::not_shown, wording_.say("tables.chart.nc"), false});
        if (!anything_hidden(group) || sum > 100)
            for (auto& piece : pieces) piece.percent *= 100 / std::max(sum, 1.0);
        return pieces;
    }

    void write_group(const ProtectedGroup& group) {
        const auto lines = wrapped(wording_.key(group.key), static_cast<std::size_t>(label_width_ / sign_width));
        const double names = double(lines.size()) * line_height;
        const double height = names_above_ ? names + bar_height + 14 : std::max(least_row_height, names + 6);
        const double middle = names_above_ ? y_ + height - 10 - bar_height / 2 : y_ + height / 2;
        const bool whole = &group == &table_.everybody();
        const std::string rest = std::string{names_above_ ? "" : "text-anchor=\"end\" "} + "font-weight=\"" + (whole ? "650\"" : "400\"");
        double y = names_above_ ? y_ + line_height - 2 : middle + 5 - double(lines.size() - 1) * line_height / 2;
        for (const auto& line : lines) {
            pen_.text(names_above_ ? 4 : label_width_, y, line, rest);
            y += line_height;
        }
        double x = left_;
        for (const auto& piece : pieces_of(group)) {
            const double width = piece.percent / 100 * width_;
            write_piece(piece, x, width, middle);
            x += width;
        }
        if (group.base && !group.suppressed)
            pen_.text(left_ + width_ + 8, middle + 4.5, "(" + wording_.count(*group.base) + ")" + (fragile(group) ? " *" : ""), "font-size=\"12.5\" fill-opacity=\".7\"");
        y_ += height;
    }

    static bool fragile(const ProtectedGroup& group) {
        return std::any_of(group.cells.begin(), group.cells.end(), [&](const Cell& cell) { return is_fragile(group, cell); });
    }

    /// Words stand on a piece of plain ground where the fill is hatched.
    void write_piece(const Piece& piece, double x, double width, double middle) {
        pen_.bar(x, middle - bar_height / 2, width, bar_height, fills_.of(piece.fill), "stroke=\"#fff\" stroke-width=\"1\"");
        const bool fits = width >= std::max(narrowest_with_text, double(display_width(piece.words)) * sign_of_legend + 6);
        if (!fits) return;
        const double ground = double(display_width(piece.words)) * sign_of_legend + 4;
        pen_.bar(x + width / 2 - ground / 2, middle - 8, ground, 16, Fills::ground(piece.fill), "rx=\"2\"");
        pen_.text(x + width / 2, middle + 4.5, piece.words,
                  std::string{"text-anchor=\"middle\" font-size=\"13\" fill=\""} + (piece.on_dark ? "#fff\"" : "#1b2330\""));
    }

    /// "Ensemble : Oui 34 %, Non 66 %. ..." of each group, as far as it is shown.
    std::string description() const {
        std::string text;
        for (const auto* group : shown_) {
            std::string shares;
            for (std::size_t i = 0; i < group->cells.size() && !group->suppressed; ++i)
                if (group->cells[i].percent)
                    shares += (shares.empty() ? "" : wording_.say("tables.comma")) + name(i) + " " + wording_.percent(*group->cells[i].percent);
            text += (text.empty() ? "" : " ") + wording_.key(group->key) + "\u00a0: " + (shares.empty() ? wording_.say("tables.too_few") : shares) + ".";
        }
        return text;
    }

    const ProtectedTable& table_;
    Wording wording_;
    bool alone_, names_above_;
    std::string language_, mark_;
    Fills fills_;
    SvgPen pen_;
    std::vector<const ProtectedGroup*> shown_;
    double label_width_ = 0, left_ = 0, width_ = 0, y_ = 0;
};

}  // namespace

std::string stacked_svg(const ProtectedTable& table, const Heading& heading, Surroundings surroundings) {
    return Drawing{table, heading, surroundings}.draw();
}

}  // namespace ecoute::analysis
