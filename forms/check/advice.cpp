#include "forms/check/advice.hpp"

#include "forms/check/rules.hpp"

namespace ecoute::forms {

Advice advise(const Form& form) {
    Advice advice;
    check::Findings found(advice);
    check::check_law(form, found);
    check::check_expressions(form, found);
    check::check_properties(form, found);
    check::check_fieldwork(form, found);
    return advice;
}

}  // namespace ecoute::forms
