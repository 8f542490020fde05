// What people wrote in their own words: found by those who review it, released one by one, gone with its response.
#include <fstream>
#include <iterator>
#include <set>

#include "storage/open_answers.hpp"
#include "tests/storage/empty_store.hpp"

using namespace ecoute::storage;

namespace {

NewResponse a_response_with(int number, const std::string& answers) {
    auto response = a_response(number);
    response.answers = answers;
    return response;
}

std::string saying(const std::string& text, const std::string& quartier = "Mermoz") {
    return R"({"quartier":")" + quartier + R"(","manque":")" + text + R"("})";
}

/// Twelve people of Mermoz who wrote "mot 1" to "mot 12".
struct TwelveAnswers : EmptyStore {
    TwelveAnswers() {
        for (int i = 1; i <= 12; ++i) say(i, saying("mot " + std::to_string(i)));
        read();
    }
    void say(int number, const std::string& answers) {
        BOOST_REQUIRE(keep(a_response_with(number, answers)).has_value());
    }
    void read() { open().bring_up_to_date("sante-2026", {"manque"}, "quartier"); }
    OpenAnswers& open() { return store->open_answers(); }

    std::vector<OpenAnswer> search(const std::string& words, const std::string& review = "") {
        return open().find({.campaign = "sante-2026", .question = "manque", .review = review, .search = words, .most = 100}).answers;
    }
    OpenAnswer the_one(const std::string& words) {
        const auto found = search(words);
        BOOST_REQUIRE_EQUAL(found.size(), 1U);
        return found.front();
    }
    std::string decide(const OpenAnswer& answer, Review review, const std::string& text = "") {
        return refusal(open().decide({"sante-2026", answer.number, review, text, "samira", "2026-05-17"}));
    }
    std::vector<ReleasedAnswer> released() { return open().released("sante-2026"); }
};

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(open_answers, TwelveAnswers)

BOOST_AUTO_TEST_CASE(wait_until_somebody_releases_them) {
    BOOST_TEST(search("").size() == 12U);
    BOOST_TEST(search("", "waiting").size() == 12U);
    BOOST_TEST(released().empty());
    const auto questions = open().questions("sante-2026");
    BOOST_REQUIRE(questions.size() == 1U);
    BOOST_TEST(questions[0].people == 12);
    BOOST_TEST(questions[0].waiting == 12);
}

BOOST_AUTO_TEST_CASE(are_released_as_edited_and_the_original_stays) {
    const auto answer = the_one("7");
    BOOST_TEST(decide(answer, Review::released, "un mot") == "");
    BOOST_REQUIRE(released().size() == 1U);
    BOOST_TEST(released()[0].text == "un mot");
    BOOST_TEST(released()[0].quartier == "Mermoz");
    const auto after = the_one("7");
    BOOST_TEST(after.text == "mot 7");
    BOOST_TEST((after.review == Review::released));
    BOOST_TEST(after.decided_by == "samira");
    BOOST_TEST(after.decided_on == "2026-05-17");
    PlainFile plain{file()};
    BOOST_TEST(plain.run("UPDATE open_answer SET text = 'autre'") == SQLITE_CONSTRAINT);
}

BOOST_AUTO_TEST_CASE(that_are_withheld_or_wait_again_are_released_no_more) {
    const auto answer = the_one("7");
    for (const auto review : {Review::withheld, Review::waiting}) {
        BOOST_TEST(decide(answer, Review::released, "mot 7") == "");
        BOOST_TEST(decide(answer, review) == "");
        BOOST_TEST(released().empty());
        BOOST_TEST(the_one("7").released == "");
    }
}

BOOST_AUTO_TEST_CASE(are_not_released_without_a_text_nor_when_nobody_knows_them) {
    BOOST_TEST(decide(the_one("7"), Review::released, " \n") == "answer.required");
    auto unknown = the_one("7");
    unknown.number = -1;
    BOOST_TEST(decide(unknown, Review::withheld) == "request.not_found");
    BOOST_TEST(refusal(open().decide({"ecole-2026", the_one("7").number, Review::withheld, "", "samira", ""})) == "request.not_found");
}

BOOST_AUTO_TEST_CASE(of_a_person_who_corrects_or_erases_are_withdrawn_at_once) {
    BOOST_REQUIRE(decide(the_one("7"), Review::released, "un mot") == "");
    BOOST_REQUIRE(decide(the_one("8"), Review::released, "autre mot") == "");
    auto correction = a_response_with(7, saying("dit autrement"));
    correction.fingerprint = "corrected fingerprint";
    std::int64_t seq = 0;
    for (const auto& row : kept())
        if (row.id == an_id(7)) seq = row.seq;
    BOOST_TEST((store->corrections().revise(seq, correction, "2026-05-18T12:00:00Z") == Corrections::Revised::done));
    BOOST_TEST(store->corrections().erase(a_response(8).receipt_hash, "2026-05-18"));
    BOOST_TEST(released().empty());
    read();
    BOOST_TEST(search("7").empty());
    BOOST_TEST((the_one("autrement").review == Review::waiting));
    BOOST_TEST(search("").size() == 11U);
}

BOOST_AUTO_TEST_CASE(that_were_erased_are_nowhere_in_the_file_nor_in_its_index) {
    say(13, saying("anticonstitutionnellement"));
    read();
    BOOST_REQUIRE(decide(the_one("anticonst"), Review::released, "anticonstitutionnellement") == "");
    reopen();
    BOOST_REQUIRE(bytes_of(file()).find("nticonstitutionnellemen") != std::string::npos);
    BOOST_TEST(store->corrections().erase(a_response(13).receipt_hash, "2026-05-19"));
    store.reset();
    BOOST_TEST(bytes_of(file()).find("nticonstitutionnellemen") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(are_read_once_also_after_a_restart_and_also_what_comes_later) {
    reopen();
    read();
    BOOST_TEST(search("").size() == 12U);
    say(13, saying("mot 13"));
    read();
    read();
    BOOST_TEST(search("").size() == 13U);
}

BOOST_AUTO_TEST_CASE(are_texts_of_the_questions_asked_for_inside_repeats_too_and_no_refusals) {
    say(13, R"({"manque":"refused","autre":"rien"})");
    say(14, R"({"manque":null,"lieux":[{"manque":"un banc"},{"manque":"un arbre"}]})");
    say(15, R"({"manque":"   "})");
    read();
    BOOST_TEST(search("").size() == 14U);
    BOOST_TEST(open().questions("sante-2026").at(0).people == 13);
    open().bring_up_to_date("sante-2026", {"autre", "manque"}, "quartier");
    BOOST_TEST(search("").size() == 14U);
    BOOST_TEST(open().questions("sante-2026").size() == 2U);
}

BOOST_AUTO_TEST_CASE(have_numbers_that_do_not_tell_the_order_of_arrival) {
    std::vector<std::string> shown;
    for (const auto& answer : search("")) shown.push_back(answer.text);
    std::vector<std::string> by_arrival;
    for (int i = 1; i <= 12; ++i) by_arrival.push_back("mot " + std::to_string(i));
    BOOST_TEST((shown != by_arrival));  // one chance in 479 million
    BOOST_TEST((std::set<std::string>(shown.begin(), shown.end()) == std::set<std::string>(by_arrival.begin(), by_arrival.end())));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(searching_open_answers, TwelveAnswers)

BOOST_AUTO_TEST_CASE(accents_capitals_and_ligatures_do_not_matter) {
    say(20, saying("L’École près du CŒUR de ville, ça manque"));
    read();
    for (const auto* words : {"ecole", "ÉCOLE", "école", "coeur", "cœur", "Ca", "ecol vill", "l'école", "PRÈS manque"})
        BOOST_TEST(search(words).size() == 1U, words);
    for (const auto* words : {"ecoles", "cole", "ecole absent"}) BOOST_TEST(search(words).empty(), words);
}

BOOST_AUTO_TEST_CASE(nothing_that_is_typed_is_an_operator) {
    say(20, saying("le bus OR le métro (ligne 7)"));
    read();
    for (const auto* words : {"\"", "NOT", "bus AND", "text:bus*", "(", "-", "NEAR(bus metro)", "bus ^", "'", "*", "--"})
        BOOST_CHECK_NO_THROW(search(words));
    BOOST_TEST(search("OR").size() == 1U);
    BOOST_TEST(search("bus absent").empty());
    BOOST_TEST(search("\"bus\" \"metro\"").size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_page_of_them_says_how_many_there_are) {
    const auto page = open().find({.campaign = "sante-2026", .question = "manque", .search = "mot", .offset = 10, .most = 10});
    BOOST_TEST(page.answers.size() == 2U);
    BOOST_TEST(page.total == 12);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(few_open_answers, EmptyStore)

BOOST_AUTO_TEST_CASE(are_never_released) {
    for (int i = 1; i <= 10; ++i) BOOST_REQUIRE(keep(a_response_with(i, saying("mot " + std::to_string(i)))).has_value());
    auto& open = store->open_answers();
    const auto first = [&] {
        open.bring_up_to_date("sante-2026", {"manque"}, "quartier");
        return open.find({.campaign = "sante-2026", .question = "manque"}).answers.front().number;
    };
    const auto release = [&](std::int64_t number) {
        return refusal(open.decide({"sante-2026", number, Review::released, "mot", "samira", "2026-05-17"}));
    };
    BOOST_TEST(release(first()) == "open.few");
    BOOST_REQUIRE(keep(a_response_with(11, saying("mot 11"))).has_value());
    BOOST_TEST(release(first()) == "");
    BOOST_TEST(open.released("sante-2026").size() == 1U);
    // One of the eleven has their answers erased: what was released of the ten others is not shown either.
    for (int i = 1; i <= 11 && open.released("sante-2026").size() == 1U; ++i)
        store->corrections().erase(a_response(i).receipt_hash, "2026-05-18");
    BOOST_TEST(open.released("sante-2026").empty());
}

/// 30 of Mermoz, 11 of Santy, `few` of Vergoin.
BOOST_AUTO_TEST_CASE(of_a_quartier_do_not_say_it_and_neither_do_others_that_would_tell) {
    int number = 0;
    const auto say = [&](int people, const std::string& quartier) {
        for (int i = 0; i < people; ++i) BOOST_REQUIRE(keep(a_response_with(++number, saying("mot", quartier))).has_value());
    };
    auto& open = store->open_answers();
    const auto shown = [&] {
        open.bring_up_to_date("sante-2026", {"manque"}, "quartier");
        std::map<std::string, int> by_quartier;
        for (const auto& answer : open.find({.campaign = "sante-2026", .question = "manque", .most = 100}).answers)
            ++by_quartier[answer.quartier];
        return by_quartier;
    };
    say(30, "Mermoz");
    say(11, "Santy");
    BOOST_TEST((shown() == std::map<std::string, int>{{"Mermoz", 30}, {"Santy", 11}}));
    say(2, "Vergoin");  // alone without a name they would be known to be of Vergoin
    BOOST_TEST((shown() == std::map<std::string, int>{{"Mermoz", 30}, {"", 13}}));
    say(9, "Vergoin");
    BOOST_TEST((shown() == std::map<std::string, int>{{"Mermoz", 30}, {"Santy", 11}, {"Vergoin", 11}}));
    say(3, "refused");  // no quartier, and few: the smallest joins them
    BOOST_TEST((shown() == std::map<std::string, int>{{"Mermoz", 30}, {"Vergoin", 11}, {"", 14}}));
}

BOOST_AUTO_TEST_SUITE_END()
