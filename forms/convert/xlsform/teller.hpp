#pragma once
#include <string>
#include <string_view>

#include "forms/convert/conversion.hpp"
#include "forms/document/draft.hpp"

namespace ecoute::forms::xlsform {

/// What is told of one workbook: as much as of one document, so that a hostile one does not fill the memory with
/// complaints.
class Teller {
public:
    void mistake(Code code, std::string subject, std::string where, std::map<std::string, std::string> facts = {}) {
        if (mistakes_.size() < document::most_problems)
            mistakes_.push_back({code, std::move(subject), std::move(where), std::move(facts)});
    }
    void report(Problem line) {
        if (report_.size() < document::most_problems) report_.push_back(std::move(line));
    }
    bool is_full() const noexcept { return mistakes_.size() >= document::most_problems; }
    void move_into(Conversion& conversion) && {
        conversion.mistakes = std::move(mistakes_);
        conversion.report = std::move(report_);
    }

private:
    Problems mistakes_, report_;
};

}  // namespace ecoute::forms::xlsform
