#include <algorithm>
#include <cmath>

#include "analysis/panels.hpp"
#include "analysis/svg_pen.hpp"
#include "forms/text.hpp"

namespace ecoute::analysis {
namespace {

constexpr double bar_height = 24, row_height = 38, heading_height = 34, line_height = 19;
constexpr double label_gap = 12, value_room = 112, most_label_width = 300;
constexpr double margin = 4;

Scale scale_of(const Chart& chart) {
    double most = 0, least = 0;
    const bool shares = chart.percent && !chart.gaps;
    for (const auto& bar : chart.bars) {
        most = std::max({most, bar.value.value_or(0), bar.high.value_or(0)});
        least = std::min({least, bar.value.value_or(0), shares ? 0 : bar.low.value_or(0)});
    }
    if (shares)
        most = std::max(most, 10.0);
    else if (!(most - least > 0))
        most = least + 1;
    auto scale = round_scale(least, most);
    if (shares) scale.to = std::min(scale.to, 100.0);
    return scale;
}

class Drawing {
public:
    Drawing(const ProtectedTable& table, const Heading& heading, const Chart& chart, Surroundings surroundings)
        : wording_(table, heading),
          chart_(chart),
          alone_(surroundings == Surroundings::title_and_notes),
          names_above_(surroundings == Surroundings::subtitle_on_phone),
          mark_(svg_mark(chart.title + chart.subtitle, surroundings)),
          fills_(mark_),
          scale_(scale_of(chart)),
          language_(heading.language),
          pen_(forms::right_to_left(heading.language), picture_width_for(surroundings)) {
        std::size_t widest = 8;
        for (const auto& bar : chart.bars) widest = std::max(widest, display_width(bar.name));
        label_width_ = names_above_ ? pen_.width() - 2 * margin : std::min(most_label_width, double(widest) * sign_width + 8);
        scale_.left = names_above_ ? margin + 14 : label_width_ + label_gap;
        scale_.width = pen_.width() - scale_.left - value_room;
    }

    std::string draw() {
        write_head();
        y_ += 26;
        const double top = y_;
        for (const auto& bar : chart_.bars) y_ += height_of(bar);
        write_axis(top);
        y_ = top;
        for (const auto& bar : chart_.bars) write_bar(bar);
        write_foot();
        return svg_document(pen_, fills_, y_ + 6, language_, mark_, chart_.title, chart_.description);
    }

private:
    std::vector<std::string> name_lines(const Bar& bar) const {
        return wrapped(bar.name, static_cast<std::size_t>(label_width_ / sign_width));
    }
    std::vector<std::string> heading_lines(const Bar& bar) const {
        if (bar.group.empty()) return {};
        return wrapped(bar.group, static_cast<std::size_t>((pen_.width() - 2 * margin) / (sign_width * 1.08)));  // bold
    }
    double heading_of(const Bar& bar) const {
        const auto lines = heading_lines(bar).size();
        return lines == 0 ? 0 : heading_height + double(lines - 1) * line_height;
    }
    /// Of a bar with its name.
    double row_of(const Bar& bar) const {
        const double names = double(name_lines(bar).size()) * line_height;
        return names_above_ ? names + bar_height + 14 : std::max(row_height, names + 6);
    }
    double height_of(const Bar& bar) const { return heading_of(bar) + row_of(bar); }

    void write_lines(const std::string& words, double size, std::string_view rest) {
        const auto signs = static_cast<std::size_t>(pen_.width() / (sign_width * size / 15));
        for (const auto& line : wrapped(words, signs)) {
            y_ += size * 1.35;
            pen_.text(margin, y_, line, "font-size=\"" + svg_number(size) + "\" " + std::string{rest});
        }
    }

    void write_head() {
        if (alone_) write_lines(chart_.title, 18, "font-weight=\"650\"");
        if (!chart_.subtitle.empty()) write_lines(chart_.subtitle, 15, "fill-opacity=\".8\"");
        y_ += 8;
    }

    std::string value_words(double value) const {
        if (chart_.gaps) return wording_.difference(value, chart_.percent);
        return chart_.percent ? wording_.percent(value) : wording_.decimal(value);
    }

    void write_axis(double top) {
        for (int i = 0; scale_.from + i * scale_.step <= scale_.to + scale_.step * 1e-6; ++i) {
            const double value = scale_.from + i * scale_.step, x = scale_.at(value);
            pen_.line(x, top, x, y_, "stroke=\"currentColor\" stroke-opacity=\".14\"");
            const auto words = chart_.gaps      ? wording_.difference(value, scale_.step >= 1)
                               : chart_.percent ? wording_.percent(value)
                                                : wording_.number(value, 2);
            pen_.text(x, top - 6, words, "text-anchor=\"middle\" font-size=\"12.5\" fill-opacity=\".7\"");
        }
        if (chart_.gaps) {
            const double zero = scale_.at(0);
            pen_.line(zero, top, zero, y_, "stroke=\"currentColor\" stroke-width=\"1.5\"");
        }
        if (!chart_.reference) return;
        const double x = scale_.at(*chart_.reference);
        pen_.line(x, top, x, y_, "stroke=\"#b23c0a\" stroke-width=\"2\" stroke-dasharray=\"5 4\"");
    }

    void write_name(const Bar& bar, double middle) {
        const auto lines = name_lines(bar);
        const std::string rest = std::string{names_above_ ? "" : "text-anchor=\"end\" "} + "font-weight=\"" + (bar.total ? "650\"" : "400\"");
        double y = names_above_ ? y_ + line_height - 2 : middle + 5 - double(lines.size() - 1) * line_height / 2;
        for (const auto& line : lines) {
            pen_.text(names_above_ ? margin : label_width_, y, line, rest);
            y += line_height;
        }
    }

    void write_interval(const Bar& bar, double middle) {
        if (bar.low && bar.high) pen_.interval(scale_.at(*bar.low), scale_.at(*bar.high), middle, 5);
    }

    /// Where a value is written: behind the dashed line when that would run through its digits.
    double clear_of_reference(double x) const {
        if (!chart_.reference && !chart_.gaps) return x;
        const double digits_width = chart_.gaps ? 92 : 44;  // of a gap its base too
        const double line = scale_.at(chart_.gaps ? 0 : *chart_.reference);
        return line > x - 4 && line < x + digits_width ? line + 8 : x;
    }

    void write_bar(const Bar& bar) {
        const auto heading = heading_lines(bar);
        for (std::size_t i = 0; i < heading.size(); ++i) pen_.text(margin, y_ + heading_height - 8 + double(i) * line_height, heading[i], "font-weight=\"650\"");
        y_ += heading_of(bar);
        const double height = row_of(bar);
        const double middle = names_above_ ? y_ + height - 10 - bar_height / 2 : y_ + height / 2;
        write_name(bar, middle);
        if (bar.hidden || !bar.value) {
            pen_.text(chart_.gaps ? scale_.left : scale_.at(std::max(0.0, scale_.from)) + 6, middle + 5, wording_.say("tables.too_few"),
                          "font-size=\"13.5\" fill-opacity=\".7\"");
        } else {
            const double zero = scale_.at(0), end = scale_.at(*bar.value);
            if (!chart_.gaps)
                pen_.bar(std::min(zero, end), middle - bar_height / 2, std::fabs(end - zero), bar_height,
                             fills_.of(bar.fill));
            write_interval(bar, middle);
            if (chart_.gaps) pen_.point(end, middle, bar.firm);
            const auto base = bar.base ? "<tspan font-weight=\"400\" font-size=\"12.5\" fill-opacity=\".7\"> (" +
                                             svg_escaped(wording_.count(*bar.base)) + ")</tspan>"
                                       : "";
            pen_.text(clear_of_reference(std::max(end, scale_.at(bar.high.value_or(*bar.value))) + 8), middle + 5,
                          value_words(*bar.value) + (bar.fragile ? " *" : ""), "font-weight=\"650\"", base);
        }
        y_ += height;
    }

    void write_foot() {
        y_ += 4;
        if (!alone_) return;
        for (const auto& note : wording_.notes()) write_lines(note, 12.5, "fill-opacity=\".7\"");
    }

    Wording wording_;
    const Chart& chart_;
    bool alone_, names_above_;
    std::string mark_;
    Fills fills_;
    Scale scale_;
    std::string language_;
    SvgPen pen_;
    double label_width_ = 0, y_ = 0;
};

}  // namespace

std::string to_svg(const ProtectedTable& table, const Heading& heading, int answer, Surroundings surroundings, ChartKind kind) {
    // A compared table has neither panels nor stacked bars: gaps are drawn.
    if (kind == ChartKind::panels && has_panels(table)) return panels_svg(table, heading, answer, surroundings);
    if (kind == ChartKind::stacked && can_be_stacked(table)) return stacked_svg(table, heading, surroundings);
    const auto chart = table.gap_reference().empty() ? chart_of(table, heading, answer) : gap_chart_of(table, heading, answer);
    return Drawing{table, heading, chart, surroundings}.draw();
}

}  // namespace ecoute::analysis
