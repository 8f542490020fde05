#include <algorithm>
#include <charconv>
#include <cmath>

#include "analysis/chart.hpp"
#include "forms/text.hpp"

namespace ecoute::analysis {
namespace {

constexpr double picture_width = 820, bar_height = 24, row_height = 38, heading_height = 34, line_height = 19;
constexpr double label_gap = 12, value_room = 112, most_label_width = 300;
constexpr double sign_width = 8.2;  // of an average sign of 15 px

std::string number(double value) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, std::round(value * 100) / 100).ptr;
    return {text, end};
}

std::string escaped(std::string_view text) {
    std::string result;
    for (const char sign : text) switch (sign) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            default:
                if (static_cast<unsigned char>(sign) >= 0x20) result += sign;
        }
    return result;
}

struct Paint {
    const char *colour, *hatching;  ///< hatching: strokes over the colour; none for plain fills
};

Paint paint_of(Fill fill) noexcept {
    switch (fill) {
        case Fill::petrol:
            return {"#0f6e84", nullptr};
        case Fill::brown:
            return {"#d17a22", "M-2 2l4-4M0 8l8-8M6 10l4-4"};
        case Fill::grey:
            return {"#8a8f96", nullptr};
        case Fill::deep:
            return {"#0f4c5c", "M0 4h8"};
        case Fill::rust:
            return {"#8c3b12", "M4 0v8"};
        case Fill::pale:
            return {"#b9bdb8", "M-2 6l4 4M0 0l8 8M6-2l4 4"};
    }
    return {"#0f6e84", nullptr};
}

/// Names in a page must not meet those of another chart: FNV-1a of what the chart shows.
std::string mark_of(const Chart& chart) {
    std::uint64_t hash = 14695981039346656037ull;
    for (const char sign : chart.title + chart.subtitle)
        hash = (hash ^ static_cast<unsigned char>(sign)) * 1099511628211ull;
    char text[17];
    const auto end = std::to_chars(text, text + sizeof text, hash, 16).ptr;
    return "c" + std::string{text, end};
}

/// Values to pixels, with round steps.
struct Scale {
    double from = 0, to = 100, step = 20, left = 0, width = 0;
    double at(double value) const noexcept { return left + width * (std::clamp(value, from, to) - from) / (to - from); }
};

double round_step(double span) noexcept {
    const double power = std::pow(10, std::floor(std::log10(span / 4)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (span / (factor * power) <= 5) return factor * power;
    return 10 * power;
}

Scale scale_of(const Chart& chart) {
    double most = 0, least = 0;
    const bool shares = chart.percent && !chart.gaps;
    for (const auto& bar : chart.bars) {
        most = std::max({most, bar.value.value_or(0), bar.high.value_or(0)});
        least = std::min({least, bar.value.value_or(0), shares ? 0 : bar.low.value_or(0)});
    }
    Scale scale;
    if (shares)
        most = std::max(most, 10.0);
    else if (!(most - least > 0))
        most = least + 1;
    scale.step = round_step(most - least);
    scale.from = std::floor(least / scale.step) * scale.step;
    scale.to = std::ceil(most / scale.step - 1e-9) * scale.step;
    if (shares) scale.to = std::min(scale.to, 100.0);
    return scale;
}

/// Writes elements; right to left, x is counted from the other side and anchors keep their meaning.
class Picture {
public:
    explicit Picture(bool right_to_left) : right_to_left_(right_to_left) {}
    void line(double x1, double y1, double x2, double y2, std::string_view rest) {
        out_ += "<line x1=\"" + number(x(x1)) + "\" x2=\"" + number(x(x2)) + "\" y1=\"" + number(y1) + "\" y2=\"" +
                number(y2) + "\" " + std::string{rest} + "/>";
    }
    void bar(double x1, double y, double width, double height, const std::string& fill) {
        const double left = right_to_left_ ? x(x1 + width) : x1;
        out_ += "<rect x=\"" + number(left) + "\" y=\"" + number(y) + "\" width=\"" + number(width) + "\" height=\"" +
                number(height) + "\" rx=\"3\" fill=\"" + fill + "\"/>";
    }
    /// Full when the interval leaves 0 out, hollow otherwise: told apart without colour.
    void point(double at, double y, bool full) {
        out_ += "<circle cx=\"" + number(x(at)) + "\" cy=\"" + number(y) + "\" r=\"6.5\" stroke=\"#0f6e84\" stroke-width=\"2.5\" fill=\"" +
                (full ? "#0f6e84" : "#fff") + "\"/>";
    }
    void text(double at, double y, std::string_view words, std::string_view rest, const std::string& after = "") {
        out_ += "<text x=\"" + number(x(at)) + "\" y=\"" + number(y) + "\" " + std::string{rest} + ">" +
                escaped(words) + after + "</text>";
    }
    std::string take() { return std::move(out_); }

private:
    double x(double value) const noexcept { return right_to_left_ ? picture_width - value : value; }
    bool right_to_left_;
    std::string out_;
};

class Drawing {
public:
    Drawing(const ProtectedTable& table, const Heading& heading, const Chart& chart, Surroundings surroundings)
        : wording_(table, heading),
          chart_(chart),
          alone_(surroundings == Surroundings::title_and_notes),
          mark_(mark_of(chart)),
          scale_(scale_of(chart)),
          language_(heading.language),
          picture_(forms::right_to_left(heading.language)) {
        std::size_t widest = 8;
        for (const auto& bar : chart.bars) widest = std::max(widest, display_width(bar.name));
        label_width_ = std::min(most_label_width, double(widest) * sign_width + 8);
        scale_.left = label_width_ + label_gap;
        scale_.width = picture_width - scale_.left - value_room;
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
        const auto body = picture_.take();
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + number(picture_width) + " " +
               number(y_ + 6) + "\" role=\"img\" lang=\"" + escaped(language_) + "\" direction=\"" +
               (forms::right_to_left(language_) ? "rtl" : "ltr") + "\" aria-labelledby=\"" + mark_ + "t " + mark_ +
               "d\" font-family=\"system-ui, 'Noto Sans', 'Noto Naskh Arabic', sans-serif\" font-size=\"15\" "
               "fill=\"currentColor\"><title id=\"" +
               mark_ + "t\">" + escaped(chart_.title) + "</title><desc id=\"" + mark_ + "d\">" +
               escaped(chart_.description) + "</desc>" + patterns() + body + "</svg>";
    }

private:
    std::vector<std::string> name_lines(const Bar& bar) const {
        return wrapped(bar.name, static_cast<std::size_t>(label_width_ / sign_width));
    }
    double height_of(const Bar& bar) const {
        const double lines = double(name_lines(bar).size());
        return (bar.group.empty() ? 0 : heading_height) + std::max(row_height, lines * line_height + 6);
    }

    void write_lines(const std::string& words, double size, std::string_view rest) {
        const auto signs = static_cast<std::size_t>(picture_width / (sign_width * size / 15));
        for (const auto& line : wrapped(words, signs)) {
            y_ += size * 1.35;
            picture_.text(4, y_, line, "font-size=\"" + number(size) + "\" " + std::string{rest});
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
            picture_.line(x, top, x, y_, "stroke=\"currentColor\" stroke-opacity=\".14\"");
            const auto words = chart_.gaps      ? wording_.difference(value, scale_.step >= 1)
                               : chart_.percent ? wording_.percent(value)
                                                : wording_.number(value, 2);
            picture_.text(x, top - 6, words, "text-anchor=\"middle\" font-size=\"12.5\" fill-opacity=\".7\"");
        }
        if (chart_.gaps) {
            const double zero = scale_.at(0);
            picture_.line(zero, top, zero, y_, "stroke=\"currentColor\" stroke-width=\"1.5\"");
        }
        if (!chart_.reference) return;
        const double x = scale_.at(*chart_.reference);
        picture_.line(x, top, x, y_, "stroke=\"#b23c0a\" stroke-width=\"2\" stroke-dasharray=\"5 4\"");
    }

    void write_name(const Bar& bar, double middle) {
        const auto lines = name_lines(bar);
        double y = middle + 5 - double(lines.size() - 1) * line_height / 2;
        for (const auto& line : lines) {
            picture_.text(label_width_, y, line,
                          std::string{"text-anchor=\"end\" font-weight=\""} + (bar.total ? "650\"" : "400\""));
            y += line_height;
        }
    }

    void write_interval(const Bar& bar, double middle) {
        if (!bar.low || !bar.high) return;
        const double low = scale_.at(*bar.low), high = scale_.at(*bar.high);
        constexpr auto stroke = "stroke=\"currentColor\" stroke-width=\"2\"";
        picture_.line(low, middle, high, middle, stroke);
        for (const double end : {low, high}) picture_.line(end, middle - 5, end, middle + 5, stroke);
    }

    /// Where a value is written: behind the dashed line when that would run through its digits.
    double clear_of_reference(double x) const {
        if (!chart_.reference && !chart_.gaps) return x;
        const double digits_width = chart_.gaps ? 92 : 44;  // of a gap its base too
        const double line = scale_.at(chart_.gaps ? 0 : *chart_.reference);
        return line > x - 4 && line < x + digits_width ? line + 8 : x;
    }

    void write_bar(const Bar& bar) {
        if (!bar.group.empty()) {
            y_ += heading_height;
            picture_.text(4, y_ - 8, bar.group, "font-weight=\"650\"");
        }
        const double height = height_of(bar) - (bar.group.empty() ? 0 : heading_height), middle = y_ + height / 2;
        write_name(bar, middle);
        if (bar.hidden || !bar.value) {
            picture_.text(chart_.gaps ? scale_.left : scale_.at(std::max(0.0, scale_.from)) + 6, middle + 5, wording_.say("tables.too_few"),
                          "font-size=\"13.5\" fill-opacity=\".7\"");
        } else {
            const double zero = scale_.at(0), end = scale_.at(*bar.value);
            if (!chart_.gaps)
                picture_.bar(std::min(zero, end), middle - bar_height / 2, std::fabs(end - zero), bar_height,
                             fill(bar.fill));
            write_interval(bar, middle);
            if (chart_.gaps) picture_.point(end, middle, bar.low.value_or(0) > 0 || bar.high.value_or(0) < 0);
            const auto base = bar.base ? "<tspan font-weight=\"400\" font-size=\"12.5\" fill-opacity=\".7\"> (" +
                                             escaped(wording_.count(*bar.base)) + ")</tspan>"
                                       : "";
            picture_.text(clear_of_reference(std::max(end, scale_.at(bar.high.value_or(*bar.value))) + 8), middle + 5,
                          value_words(*bar.value) + (bar.fragile ? " *" : ""), "font-weight=\"650\"", base);
        }
        y_ += height;
    }

    void write_foot() {
        y_ += 4;
        if (!alone_) return;
        for (const auto& note : wording_.notes()) write_lines(note, 12.5, "fill-opacity=\".7\"");
    }

    std::string fill(Fill fill) const {
        const auto paint = paint_of(fill);
        return paint.hatching ? "url(#" + mark_ + "p" + std::to_string(int(fill)) + ")" : paint.colour;
    }

    std::string patterns() const {
        std::string used, done;
        for (const auto& bar : chart_.bars) {
            const auto paint = paint_of(bar.fill);
            const auto id = mark_ + "p" + std::to_string(int(bar.fill));
            if (!paint.hatching || done.find(id) != std::string::npos) continue;
            done += id + " ";
            used +=
                "<pattern id=\"" + id +
                "\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect width=\"8\" height=\"8\" fill=\"" +
                paint.colour + "\"/><path d=\"" + paint.hatching +
                "\" stroke=\"#fff\" stroke-opacity=\".45\" stroke-width=\"1.5\"/></pattern>";
        }
        return used.empty() ? "" : "<defs>" + used + "</defs>";
    }

    Wording wording_;
    const Chart& chart_;
    bool alone_;
    std::string mark_;
    Scale scale_;
    std::string language_;
    Picture picture_;
    double label_width_ = 0, y_ = 0;
};

}  // namespace

std::string to_svg(const ProtectedTable& table, const Heading& heading, int answer, Surroundings surroundings) {
    const auto chart = table.gap_reference().empty() ? chart_of(table, heading, answer) : gap_chart_of(table, heading, answer);
    return Drawing{table, heading, chart, surroundings}.draw();
}

}  // namespace ecoute::analysis
