#include "tests/forms/convert/xform_world.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;
using nlohmann::json;

namespace {

json document_of(const std::string& xml) {
    const auto read = f::document_of_xform(xml);
    BOOST_TEST(t::told(read.mistakes) == "");
    (void)t::read(read.bytes);
    return json::parse(read.bytes);
}

std::string mistakes_of(const std::string& xml) { return t::told(f::document_of_xform(xml).mistakes); }

}  // namespace

BOOST_AUTO_TEST_SUITE(reading_an_xform)

BOOST_AUTO_TEST_CASE(a_form_of_pyxform_becomes_a_document) {
    const auto document = document_of(t::file_of_source("tests/forms/convert/golden/pyxform_like.xml"));
    BOOST_TEST(document["id"] == "enquete_sante");
    BOOST_TEST(document["version"] == "2026052801");
    BOOST_TEST(document["default_language"] == "fr");
    BOOST_TEST(document["title"]["fr"] == "Enquête santé");
    const auto& questions = document["questions"];
    BOOST_TEST(questions[0]["type"] == "start");
    BOOST_TEST(questions[1]["name"] == "age");
    BOOST_TEST(questions[1]["type"] == "integer");
    BOOST_TEST(questions[1]["required"] == "yes");
    BOOST_TEST(questions[1]["constraint"] == ". >= 15 and . < 110");
    BOOST_TEST(questions[1]["label"]["ar"] == "عمرك");
    BOOST_TEST(questions[1]["hint"]["fr"] == "En années");
    BOOST_TEST(questions[1]["guidance_hint"]["fr"] == "Ne pas insister");
    BOOST_TEST(questions[1]["constraint_message"]["fr"] == "Entre 15 et 109 ans");
    const auto& care = questions[2];
    BOOST_TEST(care["type"] == "group");
    BOOST_TEST(care["relevant"] == "${age} >= 18");
    BOOST_TEST(care["questions"][0]["choices"] == "oui_non");
    BOOST_TEST(care["questions"][1]["choice_filter"] == "ville = ${renonce} and ${age} > 3");
    BOOST_TEST(care["questions"][1]["parameters"] == "randomize=true seed=42");
    BOOST_TEST(care["questions"][2]["label"]["fr"] == "À ${age} ans, avez-vous renoncé ?");
    BOOST_TEST(care["questions"][3]["type"] == "calculate");
    BOOST_TEST(care["questions"][3]["calculation"] == "if(${renonce} = 'oui', ${age}, jr:choice-name(${renonce}, '${renonce}'))");
    const auto& people = questions[3];
    BOOST_TEST(people["type"] == "repeat");
    BOOST_TEST(people["repeat_count"] == "${age}");
    BOOST_TEST(people["questions"][0]["relevant"] == "position(..) > 1 and ${age} > 2");
    BOOST_TEST(people["questions"][1]["relevant"] == "${prenom} != ''");
    BOOST_TEST(questions[4]["calculation"] == "sum(${age_membre})");
    BOOST_TEST(document["choices"]["villes"][1]["ville"] == "lyon");
    BOOST_TEST(document["choices"]["oui_non"][0]["label"]["ar"] == "نعم");
    BOOST_TEST(document["choices"]["oui_non"][0]["image"]["fr"] == "oui.png");
    BOOST_TEST(document["attached"]["lieux"]["file"] == "lieux.csv");
    BOOST_TEST(document["kept"]["instance_name"] == "concat('fiche ', ${age})");
}

BOOST_AUTO_TEST_CASE(each_control_and_bind_has_its_type) {
    struct Case {
        std::string bind, control, type;
    };
    const std::vector<Case> cases{
        {"int", "<input ref=\"/data/q\"><label>Q</label></input>", "integer"},
        {"decimal", "<input ref=\"/data/q\"><label>Q</label></input>", "decimal"},
        {"string", "<input ref=\"/data/q\"><label>Q</label></input>", "text"},
        {"date", "<input ref=\"/data/q\"><label>Q</label></input>", "date"},
        {"time", "<input ref=\"/data/q\"><label>Q</label></input>", "time"},
        {"dateTime", "<input ref=\"/data/q\"><label>Q</label></input>", "dateTime"},
        {"geopoint", "<input ref=\"/data/q\"><label>Q</label></input>", "geopoint"},
        {"geoshape", "<input ref=\"/data/q\"><label>Q</label></input>", "geoshape"},
        {"barcode", "<input ref=\"/data/q\"><label>Q</label></input>", "barcode"},
        {"binary", "<upload ref=\"/data/q\" mediatype=\"image/*\"><label>Q</label></upload>", "image"},
        {"binary", "<upload ref=\"/data/q\" mediatype=\"application/pdf\"><label>Q</label></upload>", "file"},
        {"string", "<trigger ref=\"/data/q\"><label>Q</label></trigger>", "acknowledge"},
        {"int", "<range ref=\"/data/q\" start=\"0\" end=\"10\" step=\"1\"><label>Q</label></range>", "range"},
        {"string", "<select1 ref=\"/data/q\"><label>Q</label><item><label>A</label><value>a</value></item></select1>", "select_one"},
        {"select", "<select ref=\"/data/q\"><label>Q</label><item><label>A</label><value>a</value></item></select>", "select_multiple"},
        {"odk:rank", "<odk:rank ref=\"/data/q\"><label>Q</label><item><label>A</label><value>a</value></item></odk:rank>", "rank"},
        {"string\" readonly=\"true()", "<input ref=\"/data/q\"><label>Q</label></input>", "note"},
        {"string\" calculate=\"1 + 1", "", "calculate"},
        {"string", "", "hidden"},
        {"string\" jr:preload=\"property\" jr:preloadParams=\"deviceid", "", "deviceid"},
        {"date\" jr:preload=\"date\" jr:preloadParams=\"today", "", "today"},
    };
    for (const auto& [bind, control, type] : cases) BOOST_TEST_CONTEXT(type << " " << control) {
        const auto document = document_of(t::xform("<q/>", "<bind nodeset=\"/data/q\" type=\"" + bind + "\"/>", control));
        BOOST_TEST(document["questions"][0]["type"] == type);
        BOOST_TEST(document["questions"][0]["name"] == "q");
    }
}

BOOST_AUTO_TEST_CASE(a_default_is_the_text_of_the_node_or_the_value_that_an_action_gives) {
    const auto document = document_of(t::xform(
        "<a>Lyon</a><b/><c/>",
        R"x(<bind nodeset="/data/a" type="string"/><bind nodeset="/data/b" type="date"/><bind nodeset="/data/c" type="string"/>)x"
        R"x(<setvalue event="odk-instance-first-load" ref="/data/b" value="today()"/>)x",
        R"x(<input ref="/data/a"><label>A</label><setvalue event="xforms-value-changed" ref="/data/c" value="concat(/data/a, '!')"/></input><input ref="/data/b"><label>B</label></input>)x"));
    BOOST_TEST(document["questions"][0]["default"] == "Lyon");
    BOOST_TEST(document["questions"][1]["default"] == "today()");
    BOOST_TEST(document["questions"][2]["type"] == "calculate");
    BOOST_TEST(document["questions"][2]["trigger"] == "${a}");
    BOOST_TEST(document["questions"][2]["calculation"] == "concat(${a}, '!')");
}

BOOST_AUTO_TEST_CASE(names_that_come_twice_are_told_apart_by_their_groups) {
    const auto document = document_of(t::xform(
        "<a><q/></a><b><q/></b>", R"x(<bind nodeset="/data/b/q" type="string" relevant="/data/a/q = 'x'"/>)x",
        R"x(<group ref="/data/a"><label>A</label><input ref="/data/a/q"><label>Q</label></input></group><group ref="/data/b"><label>B</label><input ref="/data/b/q"><label>Q</label></input></group>)x"));
    BOOST_TEST(document["questions"][0]["questions"][0]["name"] == "q");
    BOOST_TEST(document["questions"][1]["questions"][0]["name"] == "b_q");
    BOOST_TEST(document["questions"][1]["questions"][0]["relevant"] == "${q} = 'x'");
}

BOOST_AUTO_TEST_CASE(a_table_list_is_a_grid) {
    const std::string set = R"x(<itemset nodeset="instance('n')/root/item"><value ref="name"/><label ref="label"/></itemset>)x";
    const auto document = document_of(t::xform(
        "<t><head/><bruit/><odeurs/></t>",
        R"x(<instance id="n"><root><item><name>1</name><label>Un</label></item></root></instance><bind nodeset="/data/t/bruit" type="string" required="true()"/>)x",
        R"x(<group ref="/data/t" appearance="field-list"><label>Gênes</label><select1 ref="/data/t/head" appearance="label"><label> </label>)x" + set +
            R"x(</select1><select1 ref="/data/t/bruit" appearance="list-nolabel"><label>Le bruit</label>)x" + set +
            R"x(</select1><select1 ref="/data/t/odeurs" appearance="list-nolabel"><label>Les odeurs</label>)x" + set + "</select1></group>"));
    const auto& grid = document["questions"][0];
    BOOST_TEST(grid["type"] == "grid");
    BOOST_TEST(grid["choices"] == "n");
    BOOST_TEST(grid["rows"].size() == 2u);
    BOOST_TEST(grid["rows"][0]["name"] == "bruit");
    BOOST_TEST(grid["rows"][0]["required"] == "yes");
}

BOOST_AUTO_TEST_CASE(what_nobody_knows_is_kept_and_told) {
    const auto read = f::document_of_xform(t::xform("<q/>", R"x(<bind nodeset="/data/q" type="string" odk:secret="x"/>)x",
                                                    R"x(<input ref="/data/q" query="y"><label>Q</label></input>)x"));
    const auto question = json::parse(read.bytes)["questions"][0];
    BOOST_TEST(question["kept"]["bind::odk:secret"] == "x");
    BOOST_TEST(question["kept"]["body::query"] == "y");
    BOOST_TEST(t::told(read.report) == "convert.kept /data/q\nconvert.kept /data/q\n");
}

BOOST_AUTO_TEST_CASE(mistakes_are_told_with_their_place) {
    const std::string input = R"x(<input ref="/data/q"><label>Q</label></input>)x";
    BOOST_TEST(mistakes_of("") == "form.malformed byte 0\n");
    BOOST_TEST(mistakes_of("<a><b></a>").substr(0, 14) == "form.malformed");
    BOOST_TEST(mistakes_of("<html/>") == "form.malformed html\n");
    BOOST_TEST(mistakes_of("<a>\xff</a>").substr(0, 14) == "form.malformed");
    BOOST_TEST(mistakes_of(t::xform("<q/>", "", R"x(<input ref="/data/r"><label>R</label></input>)x")) == "form.question_unknown body/input\n");
    BOOST_TEST(mistakes_of(t::xform("<q/>", R"x(<bind nodeset="/data/r" type="int"/>)x", input)) == "form.question_unknown model/bind\n");
    BOOST_TEST(mistakes_of(t::xform("<q/>", R"x(<bind nodeset="/data/q" type="int"/><bind nodeset="/data/q" type="int"/>)x", input)) == "form.name_twice model/bind\n");
    BOOST_TEST(mistakes_of(t::xform("<q/>", R"x(<bind nodeset="/data/q" relevant="/data/r = 1"/>)x", input)) == "form.question_unknown /data/q\n");
    BOOST_TEST(mistakes_of(t::xform("<q/>", "", R"x(<select1 ref="/data/q"><label>Q</label><itemset nodeset="instance('z')/root/item"><value ref="name"/></itemset></select1>)x")) ==
               "form.list_unknown /data/q\n");
    BOOST_TEST(mistakes_of(t::xform("<q/>", R"x(<instance id="l"><root/></instance><instance id="l"><root/></instance>)x", input)) == "form.name_twice model/instance[l]\n");
    // What the document itself gets wrong has the place of the XForm.
    const auto read = f::document_of_xform(t::xform("<g><q/></g>", R"x(<bind nodeset="/data/g/q" relevant="no_such_function(1)"/>)x", R"x(<group ref="/data/g"><label>G</label><input ref="/data/g/q"><label>Q</label></input></group>)x"));
    BOOST_TEST(t::told(f::in_source(f::read_form(read.bytes).mistakes, read.places)) == "expression.function_unknown /data/g/q\n");
}

BOOST_AUTO_TEST_CASE(controls_whose_node_is_lost_are_told_and_nothing_else_is_read_for_them) {
    const auto lost_repeat = R"x(<repeat nodeset="/data/lost" jr:count="3"><input ref="/data/q"><label>Q</label></input></repeat>)x";
    BOOST_TEST(mistakes_of(t::xform("<q/>", "", lost_repeat)) == "form.question_unknown body/repeat\n");
    // A grid of ours, whose rows somebody has put into a group since: the group stays one.
    auto xml = t::xform("<g><a/></g>", R"x(<bind nodeset="/data/g" ecoute:type="grid"/>)x",
                        R"x(<group ref="/data/g"><label>G</label><group><label>In</label><input ref="/data/g/a"><label>A</label></input></group></group>)x");
    xml.insert(xml.find("<h:html") + 7, R"x( xmlns:ecoute="urn:ecoute:questionnaire:1")x");
    const auto document = json::parse(f::document_of_xform(xml).bytes);
    BOOST_TEST(document["questions"][0]["type"] == "group");
    BOOST_TEST(document["questions"][0]["questions"][0]["questions"][0]["name"] == "a");
}

BOOST_AUTO_TEST_CASE(hostile_files_are_refused_or_read_within_bounds) {
    std::string deep = "<a>";
    for (int i = 0; i < 200'000; ++i) deep += "<a>";
    BOOST_TEST(mistakes_of(deep).substr(0, 5) == "form.");
    std::string nested, closed;
    for (int i = 0; i < 5'000; ++i) nested += "<g>", closed += "</g>";
    BOOST_TEST(mistakes_of(t::xform(nested + closed, "", "")) == "form.too_large \n");
    std::string many;
    for (int i = 0; i < 30'000; ++i) many += "<q" + std::to_string(i) + "/>";
    BOOST_TEST(mistakes_of(t::xform(many, "", "")) == "form.too_large model/instance\n");
    // A bomb of entities stays the few letters that it is.
    const std::string bomb = R"x(<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>)x";
    auto xml = t::xform("<q/>", "", R"x(<input ref="/data/q"><label>&b;&c;</label></input>)x");
    xml.insert(xml.find("?>") + 2, bomb);
    const auto read = f::document_of_xform(xml);
    BOOST_TEST(json::parse(read.bytes)["questions"][0]["label"]["fr"] == "&b;&c;");
    BOOST_TEST(t::told(read.report) == "convert.unused XML\n");
    BOOST_TEST(t::told(f::document_of_xform(std::string(f::largest_xform_bytes + 1, ' ')).mistakes) == "form.too_large \n");
}

BOOST_AUTO_TEST_SUITE_END()
