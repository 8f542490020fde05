#include <boost/test/unit_test.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"

namespace {

std::string questionnaire(const std::string& version, const std::string& wording) {
    return R"({"ecoute": 1, "id": "rester", "version": ")" + version + R"(", "title": {"fr": "Rester"},
      "default_language": "fr", "breakdowns": {"quartier": "quartier"},
      "choices": {"oui_non": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}]},
      "questions": [
        {"type": "select_one", "name": "quartier", "choices": "quartiers", "label": {"fr": "Votre quartier"}},
        {"type": "select_one", "name": "avis", "choices": "oui_non", "label": {"fr": ")" +
           wording + R"("}}]})";
}

/// Who said yes and no, by quartier.
struct Asking : Program {
    struct Said {
        std::string quartier;
        int yes, no;
    };
    void answers(const std::string& campaign, const std::vector<Said>& said) {
        std::string csv = "quartier,avis\n";
        for (const auto& each : said) {
            for (int i = 0; i < each.yes; ++i) csv += each.quartier + ",oui\n";
            for (int i = 0; i < each.no; ++i) csv += each.quartier + ",non\n";
        }
        write("r.csv", csv);
        BOOST_REQUIRE_EQUAL(run("responses import r.csv --campaign " + campaign).status, 0);
    }
};

/// Two waves: 30 % of 200 then 42 % of 300 in A; 50 of 100 in each of B and C, which became M, where 150 of 250 say yes.
struct Waves : Asking {
    Waves() {
        write("quartiers.csv", "code,name,kind\nA,A,QPV\nB,B,QPV\nC,C,QPV\nM,M,QPV\n");
        BOOST_REQUIRE_EQUAL(run("territory import quartiers.csv").status, 0);
        write("q.json", questionnaire("1", "Voulez-vous rester ?"));
        BOOST_REQUIRE_EQUAL(run("campaign create --form q.json --id e2024 --wave 2024 --territories A,B,C").status, 0);
        BOOST_REQUIRE_EQUAL(run("campaign create --form q.json --id e2026 --wave 2026 --territories A,M").status, 0);
        answers("e2024", {{"A", 60, 140}, {"B", 50, 50}, {"C", 50, 50}});
        answers("e2026", {{"A", 126, 174}, {"M", 150, 100}});
    }
    nlohmann::json compared(const std::string& more) {
        const auto ran = run("compare --question avis --protect none --format json --waves " + more);
        BOOST_REQUIRE_EQUAL(ran.status, 0);
        return nlohmann::json::parse(ran.out);
    }
    static nlohmann::json figure(const nlohmann::json& comparison, const nlohmann::json& key) {
        for (const auto& one : comparison["figures"])
            if (one["key"] == key && one["answer"] == "oui") return one;
        return nullptr;
    }
};

bool near(const nlohmann::json& ours, double theirs) { return std::abs(ours.get<double>() - theirs) < 1e-6; }

}  // namespace

BOOST_AUTO_TEST_SUITE(comparing_waves)

/// By hand, with m/(m-1) of 400 and 550 people (A6):
/// se^2 = 400/399 .3 .7/200 + 550/549 .42 .58/300, difference 12 points.
BOOST_FIXTURE_TEST_CASE(a_quartier_that_stayed_is_compared_with_itself, Waves) {
    const auto found = figure(compared("2024,2026 --by quartier"), {{"quartier", "A"}});
    BOOST_TEST(near(found["earlier"]["percent"], 30));
    BOOST_TEST(near(found["later"]["percent"], 42));
    BOOST_TEST(near(found["change"]["difference"], 12));
    const double se = 100 * std::sqrt(400.0 / 399 * .21 / 200 + 550.0 / 549 * .42 * .58 / 300);
    BOOST_TEST(near(found["change"]["se"], se));
    BOOST_TEST(near(found["change"]["df"], 199 + 299));
    BOOST_TEST(found["change"]["p_holm"].get<double>() >= found["change"]["p"].get<double>());
}

/// Of the 200 and 300 people of A alone: by hand, 30 % and 42 %; the variance stands on the whole sample of each wave.
BOOST_FIXTURE_TEST_CASE(a_filter_keeps_one_group_of_both_waves, Waves) {
    const auto found = compared(R"(2024,2026 --where "\${quartier} = 'A'")");
    const auto all = figure(found, nlohmann::json::object());
    BOOST_TEST(all["earlier"]["base"] == 200);
    BOOST_TEST(all["later"]["base"] == 300);
    BOOST_TEST(near(all["change"]["difference"], 12));
    BOOST_TEST(near(all["change"]["se"], 100 * std::sqrt(400.0 / 399 * .21 / 200 + 550.0 / 549 * .42 * .58 / 300)));
    BOOST_TEST(found["where"] == "${quartier} = 'A'");
    write("passages.csv", "source,target,part\nB,M,1\nC,M,1\n");
    BOOST_REQUIRE_EQUAL(run("territory correspondence passages.csv").status, 0);
    // M stands for B and C in the earlier wave: 100 of 200, then 150 of 250.
    const auto merged = figure(compared(R"(2024,2026 --where "\${quartier} = 'M'")"), nlohmann::json::object());
    BOOST_TEST(merged["earlier"]["base"] == 200);
    BOOST_TEST(near(merged["change"]["difference"], 10));
    // Kinds are those of the later wave's quartiers.
    const auto kinds = figure(compared(R"(2024,2026 --where "pulldata('quartiers', 'kind', 'name', \${quartier}) = 'QPV'")"), nlohmann::json::object());
    BOOST_TEST(kinds["earlier"]["base"] == 400);
    BOOST_TEST(kinds["later"]["base"] == 550);
}

BOOST_FIXTURE_TEST_CASE(a_filter_that_is_no_group_is_refused_for_protected_tables, Waves) {
    const auto ran = run(R"(compare --question avis --waves 2024,2026 --where "\${quartier} != 'A'")");
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.err.find("table.filter_too_fine") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(merged_quartiers_are_followed_through_their_correspondence, Waves) {
    auto found = compared("e2024,e2026 --by quartier");
    BOOST_TEST(figure(found, {{"quartier", "M"}})["earlier"]["base"] == 0);
    BOOST_TEST(found["territories"][1]["fate"] == "unknown");
    write("passages.csv", "source,target,part\nB,M,1\nC,M,1\n");
    BOOST_REQUIRE_EQUAL(run("territory correspondence passages.csv").status, 0);
    found = compared("e2024,e2026 --by quartier");
    BOOST_TEST(found["territories"][1]["fate"] == "merged");
    const auto merged = figure(found, {{"quartier", "M"}});
    BOOST_TEST(merged["earlier"]["base"] == 200);
    BOOST_TEST(near(merged["earlier"]["percent"], 50));
    BOOST_TEST(near(merged["change"]["difference"], 10));
}

/// B was shared out between A and M, C left: their answers count in the total alone, and the table says why nothing stands before M.
BOOST_FIXTURE_TEST_CASE(a_quartier_that_was_shared_out_or_left_counts_in_the_total_and_is_named, Waves) {
    write("passages.csv", "source,target,part\nB,A,0.4\nB,M,0.6\nC,,1\n");
    BOOST_REQUIRE_EQUAL(run("territory correspondence passages.csv").status, 0);
    const auto found = compared("2024,2026 --by quartier");
    BOOST_TEST(found["territories"][1]["fate"] == "split");
    BOOST_TEST(found["territories"][2]["fate"] == "left");
    BOOST_TEST(figure(found, {{"quartier", "A"}})["earlier"]["base"] == 200);
    const auto made = figure(found, {{"quartier", "M"}});
    BOOST_TEST(made["earlier"]["base"] == 0);
    BOOST_TEST(!made.contains("change"));
    // 60 + 50 + 50 of 400, then 126 + 150 of 550.
    const auto all = figure(found, nlohmann::json::object());
    BOOST_TEST(near(all["earlier"]["percent"], 40));
    BOOST_TEST(near(all["change"]["difference"], 100.0 * 276 / 550 - 40));
    const auto text = run("compare --question avis --waves 2024,2026 --by quartier --protect none").out;
    for (const auto* said : {"né d'un partage", "B a été partagé (A, M)", "C est sorti de la géographie prioritaire"})
        BOOST_TEST(text.find(said) != std::string::npos, text);
    BOOST_TEST(text.find("trop peu de réponses pour comparer") == std::string::npos, text);
    BOOST_TEST(run("compare --question avis --waves 2024,2026 --by kind --protect none").out.find("C est sorti") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(another_wording_breaks_the_series_and_says_so, Waves) {
    write("q2.json", questionnaire("2", "Souhaitez-vous rester ici ?"));
    BOOST_REQUIRE_EQUAL(run("campaign create --form q2.json --id e2028 --territories A,M").status, 0);
    answers("e2028", {{"A", 100, 100}});
    const auto found = compared("e2026,e2028");
    BOOST_TEST(found["broken"] == nlohmann::json::array({"wording"}));
    BOOST_TEST(!figure(found, nlohmann::json::object()).contains("change"));
    const auto text = run("compare --question avis --waves e2026,e2028").out;
    BOOST_TEST(text.find("le texte de la question a changé") != std::string::npos, text);
}

/// By hand: 50 people each of 2 and 4, then of 3 and 5; V = 100/99 / 100 each, t of 198 degrees of freedom is 1.972017.
BOOST_FIXTURE_TEST_CASE(means_are_compared_in_their_own_unit, Program) {
    write("q.json", R"({"ecoute": 1, "id": "n", "version": "1", "title": {"fr": "N"}, "default_language": "fr",
      "questions": [{"type": "integer", "name": "fois", "label": {"fr": "Combien de fois ?"}, "bands": [0, 3]}]})");
    for (const int wave : {0, 1}) {
        const auto id = "v" + std::to_string(wave);
        BOOST_REQUIRE_EQUAL(run("campaign create --form q.json --id " + id).status, 0);
        std::string csv = "fois\n";
        for (int i = 0; i < 100; ++i) csv += std::to_string(wave + (i % 2 == 0 ? 2 : 4)) + "\n";
        write("r.csv", csv);
        BOOST_REQUIRE_EQUAL(run("responses import r.csv --campaign " + id).status, 0);
    }
    const auto found = nlohmann::json::parse(run("compare --question fois --waves v0,v1 --protect none --format json").out);
    const auto mean = found["figures"].back();
    BOOST_TEST(!mean.contains("answer"));
    BOOST_TEST(near(mean["earlier"]["mean"], 3));
    BOOST_TEST(near(mean["later"]["mean"], 4));
    BOOST_TEST(near(mean["change"]["difference"], 1));
    BOOST_TEST(near(mean["change"]["se"], std::sqrt(2.0 / 99)));
    BOOST_TEST(near(mean["change"]["df"], 198));
    BOOST_TEST(near(mean["change"]["low"], 0.7197096407));
    const auto text = run("compare --question fois --waves v0,v1 --protect none").out;
    BOOST_TEST(text.find("+1 (+0,7 à +1,3)") != std::string::npos, text);
    const auto csv = run("compare --question fois --waves v0,v1 --protect none --format csv").out;
    BOOST_TEST(csv.find("Moyenne;100;;100;;1;0,72;1,28;0;en hausse;3;4") != std::string::npos, csv);
}

/// A became C, which also got half of B. A's people were 30 % for, B's 70 %, and nobody changed his mind: C's 50 % are no change.
BOOST_FIXTURE_TEST_CASE(a_quartier_that_grew_by_a_part_of_another_has_no_change_of_its_own, Asking) {
    write("quartiers.csv", "code,name,kind\nA,A,QPV\nB,B,QPV\nC,C,QPV\nD,D,QPV\nE,E,QPV\n");
    BOOST_REQUIRE_EQUAL(run("territory import quartiers.csv").status, 0);
    write("q.json", questionnaire("1", "Voulez-vous rester ?"));
    BOOST_REQUIRE_EQUAL(run("campaign create --form q.json --id v1 --territories A,B,E").status, 0);
    BOOST_REQUIRE_EQUAL(run("campaign create --form q.json --id v2 --territories C,D,E").status, 0);
    answers("v1", {{"A", 60, 140}, {"B", 140, 60}, {"E", 50, 50}});
    answers("v2", {{"C", 100, 100}, {"D", 70, 30}, {"E", 50, 50}});
    write("passages.csv", "source,target,part\nA,C,1\nB,C,0.5\nB,D,0.5\n");
    BOOST_REQUIRE_EQUAL(run("territory correspondence passages.csv").status, 0);
    const auto compare = std::string{"compare --question avis --waves v1,v2 --protect none "};
    const auto found = nlohmann::json::parse(run(compare + "--by quartier --format json").out);
    const auto grown = Waves::figure(found, {{"quartier", "C"}});
    BOOST_TEST(grown["earlier"]["base"] == 200);
    BOOST_TEST(grown["before"] == "grown");
    BOOST_TEST(!grown.contains("change"));
    BOOST_TEST(Waves::figure(found, {{"quartier", "D"}})["before"] == "shared");
    BOOST_TEST(Waves::figure(found, {{"quartier", "E"}}).contains("change"));
    BOOST_TEST(!Waves::figure(found, {{"quartier", "E"}}).contains("before"));
    const auto text = run(compare + "--by quartier").out;
    for (const auto* said : {"agrandi d'une partie d'un autre", "A est passé en entier dans C, qui a reçu aussi une partie d'un autre quartier", "B a été partagé (C, D)"})
        BOOST_TEST(text.find(said) != std::string::npos, text);
    BOOST_TEST(text.find("A s'appelle maintenant C") == std::string::npos, text);
    // Nor has everybody in C alone; of E alone everybody has.
    const auto alone = nlohmann::json::parse(run(compare + R"(--format json --where "\${quartier} = 'C'")").out);
    BOOST_TEST(Waves::figure(alone, nlohmann::json::object())["before"] == "grown");
    BOOST_TEST(!Waves::figure(alone, nlohmann::json::object()).contains("change"));
    BOOST_TEST(Waves::figure(nlohmann::json::parse(run(compare + R"(--format json --where "\${quartier} = 'E'")").out), nlohmann::json::object()).contains("change"));
}

/// Two waves of one question, answered in the same way.
struct Twice : Program {
    std::string compared(const std::string& before, const std::string& after, const std::string& rows, const std::string& question, const std::string& how = "") {
        for (const auto& [id, questions] : {std::pair{"v1", before}, {"v2", after}}) {
            write("q.json", R"({"ecoute": 1, "id": "n", "version": ")" + std::string{id} + R"(", "title": {"fr": "N"}, "default_language": "fr", )" + questions + "}");
            const auto made = run("campaign create --form q.json --id " + std::string{id});
            BOOST_REQUIRE_MESSAGE(made.status == 0, made.err);
            write("r.csv", rows);
            BOOST_REQUIRE_EQUAL(run("responses import r.csv --campaign " + std::string{id}).status, 0);
        }
        return again(question, how);
    }
    std::string again(const std::string& question, const std::string& how) { return run("compare --question " + question + " --waves v1,v2 --protect none " + how).out; }
};

/// Ages 0 to 59, twice each: told by 0, 20, ... 100 in the first wave, by 0, 10, ... 50 in the second.
BOOST_FIXTURE_TEST_CASE(other_classes_of_a_number_break_the_series, Twice) {
    std::string csv = "age\n";
    for (int i = 0; i < 120; ++i) csv += std::to_string(i / 2) + "\n";
    const auto age = [](const std::string& most) { return R"("questions": [{"type": "integer", "name": "age", "label": {"fr": "Âge"}, "constraint": ". >= 0 and . <= )" + most + "\"}]"; };
    const auto text = compared(age("120"), age("60"), csv, "age");
    BOOST_TEST(text.find("les classes du nombre ont changé") != std::string::npos, text);
    BOOST_TEST(text.find("en baisse") == std::string::npos, text);
    const auto found = nlohmann::json::parse(again("age", "--format json"));
    BOOST_TEST(found["broken"] == nlohmann::json::array({"classes"}));
    for (const auto& figure : found["figures"]) BOOST_TEST(!figure.contains("change"));
    // "0 à 9" has no figure in a wave that told 0 to 19: what stands side by side has one name.
    for (const auto& figure : found["figures"]) BOOST_TEST((!figure.contains("answer") || figure["answer"] != "0-9"));
}

BOOST_FIXTURE_TEST_CASE(other_points_break_the_mean_and_not_the_shares, Twice) {
    const auto with = [](const std::string& points) {
        return R"("choices": {"c": [{"name": "peu", "label": {"fr": "Peu"}, "score": )" + points + R"(}, {"name": "fort", "label": {"fr": "Fort"}, "score": 3}]},
          "questions": [{"type": "select_one", "name": "avis", "choices": "c", "label": {"fr": "Avis ?"}}])";
    };
    std::string csv = "avis\n";
    for (int i = 0; i < 100; ++i) csv += i % 2 == 0 ? "peu\n" : "fort\n";
    const auto found = nlohmann::json::parse(compared(with("1"), with("0"), csv, "avis", "--format json"));
    BOOST_TEST(found["broken"].empty());
    BOOST_TEST(found["broken_mean"] == nlohmann::json::array({"scores"}));
    BOOST_TEST(found["figures"][0]["change"]["difference"] == 0);
    BOOST_TEST(near(found["figures"].back()["earlier"]["mean"], 2));
    BOOST_TEST(near(found["figures"].back()["later"]["mean"], 1.5));
    BOOST_TEST(!found["figures"].back().contains("change"));
    const auto text = again("avis", "");
    BOOST_TEST(text.find("Les points des réponses ont changé") != std::string::npos, text);
    BOOST_TEST(text.find("série rompue") != std::string::npos, text);
}

/// Everybody was asked, then those who said yes to another question.
BOOST_FIXTURE_TEST_CASE(a_question_that_others_are_asked_breaks_the_series, Twice) {
    const auto asked = [](const std::string& relevant) {
        return R"("choices": {"o": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}]},
          "questions": [{"type": "select_one", "name": "malade", "choices": "o", "label": {"fr": "Malade ?"}},
                        {"type": "select_one", "name": "renonce", "choices": "o", "label": {"fr": "Renoncé ?"})" + relevant + "}]";
    };
    std::string csv = "malade,renonce\n";
    for (int i = 0; i < 60; ++i) csv += i % 3 == 0 ? "oui,non\n" : "oui,oui\n";
    const auto found = nlohmann::json::parse(compared(asked(""), asked(R"(, "relevant": "${malade} = 'oui'")"), csv, "renonce", "--format json"));
    BOOST_TEST(found["broken"] == nlohmann::json::array({"asked"}));
    BOOST_TEST(!found["figures"][0].contains("change"));
    const auto text = again("renonce", "");
    BOOST_TEST(text.find("la question n'est plus posée aux mêmes personnes") != std::string::npos, text);
}

BOOST_FIXTURE_TEST_CASE(few_answers_are_not_compared, Waves) {
    BOOST_REQUIRE_EQUAL(run("campaign create --form q.json --id petite --territories A,M").status, 0);
    answers("petite", {{"A", 12, 13}});
    const auto text = run("compare --question avis --waves e2026,petite").out;
    BOOST_TEST(text.find("trop peu de réponses pour comparer") != std::string::npos, text);
}

BOOST_FIXTURE_TEST_CASE(waves_that_are_not_there_or_the_same_are_refused, Waves) {
    BOOST_TEST(run("compare --question avis --waves 2024,2030").status == 1);
    BOOST_TEST(run("compare --question avis --waves 2024,e2024").status == 1);
    BOOST_TEST(run("compare --question avis --waves 2024").status == 1);
    BOOST_TEST(run("compare --question rien --waves 2024,2026").status == 1);
    write("faux.csv", "source,target,part\nB,M,1.5\n");
    BOOST_TEST(run("territory correspondence faux.csv").status == 1);
}

BOOST_AUTO_TEST_SUITE_END()
