#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analysis/table.hpp"
#include "forms/form.hpp"

/// What can be asked of a campaign's tables, and the addresses that ask it.
namespace ecoute::server::admin {

struct TabulatedQuestion {
    std::string name;
    std::string label;    ///< of a row of a grid: the row's ("La propreté")
    std::string full;     ///< with its grid behind ("La propreté – Êtes-vous satisfait·e..."): lists cut the end
    std::string grid;     ///< label of the grid that it is a row of, or ""
    std::string section;  ///< label of the top-level group it stands in, or ""
};

/// In document order; questions that are breakdowns stand among the others.
std::vector<TabulatedQuestion> tabulated_questions(const forms::Form& form, std::string_view language);

struct PossibleBreakdown {
    std::string name;   ///< "quartier", "kind", "age", "ages", "gender", or a question's name
    std::string role;   ///< the same five, or ""
    std::string label;  ///< the question's
    std::string question;  ///< its name, by which it may be asked too; "" for the kind
};

/// The three of the questionnaire first, then every other question that tables can be split by.
std::vector<PossibleBreakdown> possible_breakdowns(const forms::Form& form, std::string_view language);

/// What a table is first split by: the quartier when it is asked, else the first there is, else nothing.
std::vector<std::string> usual_breakdown(const forms::Form& form);
/// Where the builder opens: the first question after the part that asks who the person is (the sections with consent,
/// field sheet and breakdowns), else the first there is. "" when there is none.
std::string usual_question(const forms::Form& form);

/// "/admin/campagnes/ID/tableau.csv?question=Q&by=A,B&where=C&answer=X&chart=panels": `suffix` ".csv" or "", the answer and
/// how it is drawn only when there is one.
std::string table_address(std::string_view campaign, const analysis::TableRequest& request, std::string_view suffix,
                          std::string_view answer = {}, std::string_view chart = {});

/// "/admin/campagnes/ID/comparaison.csv?question=Q&depuis=EARLIER&by=A"
std::string comparison_address(std::string_view campaign, std::string_view question, std::string_view earlier,
                               std::string_view by, bool weights, std::string_view suffix, std::string_view where = {});

}  // namespace ecoute::server::admin
