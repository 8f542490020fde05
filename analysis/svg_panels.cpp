#include <algorithm>

#include "analysis/panels.hpp"
#include "analysis/svg_pen.hpp"
#include "forms/text.hpp"

namespace ecoute::analysis {
namespace {

constexpr double small = 12.5, sign_of_small = 6.9, line_of_small = 16;
constexpr double bar_height = 13, least_row_height = 28, gap_between = 22, most_label_width = 210, most_label_width_on_phone = 150;
constexpr double least_panel_width = 138, value_room = 46;

/// One scale for all panels.
Scale scale_of(const Panels& panels) {
    double most = 0, least = 0;
    for (const auto& panel : panels.panels)
        for (const auto& bar : panel.bars) {
            most = std::max({most, bar.value.value_or(0), bar.high.value_or(0)});
            least = std::min({least, bar.value.value_or(0), panels.percent ? 0 : bar.low.value_or(0)});
        }
    most = panels.percent ? std::max(most, 10.0) : most > least ? most : least + 1;
    auto scale = round_scale(least, most, 3);
    if (panels.percent) scale.to = std::min(scale.to, 100.0);
    return scale;
}

class Drawing {
public:
    Drawing(const ProtectedTable& table, const Heading& heading, const Panels& panels, Surroundings surroundings)
        : wording_(table, heading),
          panels_(panels),
          alone_(surroundings == Surroundings::title_and_notes),
          language_(heading.language),
          mark_(svg_mark(panels.title + panels.subtitle + "panels", surroundings)),
          fills_(mark_),
          scale_(scale_of(panels)),
          pen_(forms::right_to_left(heading.language), picture_width_for(surroundings)) {
        measure();
    }

    std::string draw() {
        if (alone_) write_lines(panels_.title, 18, "font-weight=\"650\"");
        if (!panels_.subtitle.empty()) write_lines(panels_.subtitle, 15, "fill-opacity=\".8\"");
        write_key();
        for (std::size_t first = 0; first < panels_.panels.size(); first += across_)
            write_line_of_panels(first, std::min(panels_.panels.size(), first + across_));
        if (alone_)
            for (const auto& note : wording_.notes()) write_lines(note, small, "fill-opacity=\".7\"");
        return svg_document(pen_, fills_, y_ + 8, language_, mark_, panels_.title, panels_.description);
    }

private:
    void measure() {
        std::size_t widest = 6;
        for (const auto& row : panels_.rows) widest = std::max(widest, display_width(row));
        label_width_ = std::min(pen_.width() < picture_width ? most_label_width_on_phone : most_label_width, double(widest) * sign_of_small + 6);
        const double room = pen_.width() - label_width_;
        across_ = static_cast<std::size_t>(std::max(1.0, room / (least_panel_width + gap_between)));
        across_ = std::min(across_, panels_.panels.size());
        // A picture of few panels is not stretched: bars of one chart and of the next stay comparable to the eye.
        panel_width_ = std::min(220.0, room / double(across_) - gap_between);
        scale_.width = panel_width_ - value_room;
        for (const auto& row : panels_.rows) {
            names_.push_back(wrapped(row, static_cast<std::size_t>(label_width_ / sign_of_small)));
            heights_.push_back(std::max(least_row_height, double(names_.back().size()) * line_of_small + 6));
        }
    }

    void write_lines(const std::string& words, double size, std::string_view rest) {
        for (const auto& line : wrapped(words, static_cast<std::size_t>(pen_.width() / (sign_width * size / 15)))) {
            y_ += size * 1.35;
            pen_.text(4, y_, line, "font-size=\"" + svg_number(size) + "\" " + std::string{rest});
        }
    }

    bool anything_hidden() const {
        return std::any_of(panels_.panels.begin(), panels_.panels.end(), [](const Panel& panel) {
            return panel.hidden || std::any_of(panel.bars.begin(), panel.bars.end(), [](const Bar& bar) { return bar.hidden; });
        });
    }

    /// What the dashed line and the hatching mean.
    void write_key() {
        y_ += 24;
        const auto everybody = wording_.say("tables.chart.dashed", {{"name", wording_.say("tables.total")}});
        pen_.line(10, y_ - 14, 10, y_ + 2, reference_stroke);
        pen_.text(20, y_ - 2, everybody, small_text);
        if (anything_hidden()) {
            const auto not_shown = wording_.say("tables.chart.not_shown");
            double at = 44 + double(display_width(everybody)) * sign_of_small;
            if (at + 34 + double(display_width(not_shown)) * sign_of_small > pen_.width()) at = 4, y_ += 20;
            pen_.bar(at, y_ - 13, 26, bar_height, fills_.of(Fill::not_shown), outline);
            pen_.text(at + 34, y_ - 2, not_shown, small_text);
        }
        y_ += 10;
    }

    std::vector<std::string> head_lines(const Panel& panel) const {
        return wrapped(panel.name, static_cast<std::size_t>(panel_width_ / (sign_of_small + .5)));
    }

    void write_line_of_panels(std::size_t first, std::size_t last) {
        std::size_t lines = 1;
        for (std::size_t i = first; i < last; ++i) lines = std::max(lines, head_lines(panels_.panels[i]).size());
        const double top = y_ + 6 + double(lines + 1) * line_of_small + 4;
        double bottom = top;
        for (const double height : heights_) bottom += height;
        write_names(top);
        for (std::size_t i = first; i < last; ++i) {
            const double left = label_width_ + gap_between / 2 + double(i - first) * (panel_width_ + gap_between);
            write_panel(panels_.panels[i], left, top, bottom, lines);
        }
        y_ = bottom + 26;
    }

    void write_names(double top) {
        for (std::size_t row = 0; row < names_.size(); ++row) {
            double y = top + heights_[row] / 2 + 4.5 - double(names_[row].size() - 1) * line_of_small / 2;
            for (const auto& line : names_[row]) {
                pen_.text(label_width_, y, line, std::string{"text-anchor=\"end\" "} + small_text);
                y += line_of_small;
            }
            top += heights_[row];
        }
    }

    void write_panel(const Panel& panel, double left, double top, double bottom, std::size_t lines_of_head) {
        const auto head = head_lines(panel);
        double y = top - 4 - double(lines_of_head) * line_of_small;
        y += double(lines_of_head - head.size()) * line_of_small;
        for (const auto& line : head) {
            pen_.text(left, y, line, "font-size=\"13\" font-weight=\"650\"");
            y += line_of_small;
        }
        if (panel.base) pen_.text(left, y, wording_.say("tables.chart.base", {{"count", wording_.count(*panel.base)}}), "font-size=\"11.5\" fill-opacity=\".7\"");
        scale_.left = left;
        if (panel.hidden) {
            pen_.bar(left, top, panel_width_ - 4, bottom - top, fills_.of(Fill::not_shown), outline);
            write_on_plain(left + (panel_width_ - 4) / 2, (top + bottom) / 2, wording_.say("tables.chart.nc"));
            return;
        }
        write_axis(top, bottom);
        for (std::size_t row = 0; row < panel.bars.size(); ++row) {
            write_bar(panel.bars[row], panels_.everybody[row], top, heights_[row]);
            top += heights_[row];
        }
    }

    void write_axis(double top, double bottom) {
        for (int i = 0; scale_.from + i * scale_.step <= scale_.to + scale_.step * 1e-6; ++i) {
            const double value = scale_.from + i * scale_.step, x = scale_.at(value);
            pen_.line(x, top, x, bottom, "stroke=\"currentColor\" stroke-opacity=\".16\"");
            pen_.text(x, bottom + 13, panels_.percent ? wording_.percent(value) : wording_.number(value, 2),
                      std::string{i == 0 ? "" : "text-anchor=\"middle\" "} + "font-size=\"11\" fill-opacity=\".7\"");
        }
    }

    void write_bar(const Bar& bar, const std::optional<double>& everybody, double top, double height) {
        const double middle = top + height / 2;
        if (bar.hidden || !bar.value) {
            pen_.bar(scale_.left, middle - bar_height / 2, scale_.width, bar_height, fills_.of(Fill::not_shown), outline);
            write_on_plain(scale_.left + scale_.width / 2, middle, bar.name.empty() ? wording_.say("tables.chart.nc") : bar.name);
            return;
        }
        const double zero = scale_.at(0), end = scale_.at(*bar.value);
        pen_.bar(std::min(zero, end), middle - bar_height / 2, std::max(zero, end) - std::min(zero, end), bar_height, fills_.of(Fill::petrol), "rx=\"2\"");
        if (bar.low && bar.high) pen_.interval(scale_.at(*bar.low), scale_.at(*bar.high), middle, 3.5);
        if (everybody) pen_.line(scale_.at(*everybody), top + 1, scale_.at(*everybody), top + height - 1, reference_stroke);
        const double furthest = std::max({end, scale_.at(bar.high.value_or(*bar.value)), everybody ? scale_.at(*everybody) : end});
        pen_.text(furthest + 5, middle + 4.5, (panels_.percent ? wording_.percent(*bar.value) : wording_.decimal(*bar.value)) + (bar.fragile ? " *" : ""),
                  std::string{small_text} + " font-weight=\"650\"");
    }

    /// Words on the hatching, on a piece of plain ground.
    void write_on_plain(double middle, double y, const std::string& words) {
        const double width = double(display_width(words)) * sign_of_small + 8;
        pen_.bar(middle - width / 2, y - 7.5, width, 15, "#f4f2ee", "rx=\"2\"");
        pen_.text(middle, y + 4.5, words, "text-anchor=\"middle\" font-size=\"12\" fill=\"#1b2330\"");
    }

    static constexpr auto small_text = "font-size=\"12.5\"";
    static constexpr auto outline = "stroke=\"#6b6f76\" stroke-width=\".75\"";
    static constexpr auto reference_stroke = "stroke=\"#b23c0a\" stroke-width=\"2\" stroke-dasharray=\"4 3\"";

    Wording wording_;
    const Panels& panels_;
    bool alone_;
    std::string language_, mark_;
    Fills fills_;
    Scale scale_;
    SvgPen pen_;
    std::vector<std::vector<std::string>> names_;
    std::vector<double> heights_;
    std::size_t across_ = 1;
    double label_width_ = 0, panel_width_ = 0, y_ = 0;
};

}  // namespace

std::string panels_svg(const ProtectedTable& table, const Heading& heading, int answer, Surroundings surroundings) {
    const auto panels = panels_of(table, heading, answer);
    return Drawing{table, heading, panels, surroundings}.draw();
}

}  // namespace ecoute::analysis
