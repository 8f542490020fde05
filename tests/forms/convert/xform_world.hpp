#pragma once
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "forms/convert/xform_in.hpp"
#include "forms/convert/xform_out.hpp"
#include "tests/support/questionnaire.hpp"

namespace ecoute::tests {

inline std::string file_of_source(const std::string& path) {
    std::ifstream in(std::string(ECOUTE_SOURCE_DIR) + "/" + path, std::ios::binary);
    BOOST_REQUIRE_MESSAGE(in.good(), path);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

inline forms::Form read(const std::string& document) {
    auto reading = forms::read_form(document, {}, true);
    BOOST_TEST(reading.mistakes.empty(), told(reading.mistakes));
    if (!reading.form) throw std::runtime_error("the questionnaire of this test has mistakes");
    return *std::move(reading.form);
}

/// What a form is, whatever order its members were written in; where things stood in the document is left out.
inline nlohmann::json what_it_is(const forms::Form& form) { return forms::compiled_json(form); }

/// The document that comes back from the XForm of a form.
inline forms::Form there_and_back(const forms::Form& form) {
    const auto written = forms::xform_of(form);
    const auto again = forms::document_of_xform(written.bytes);
    BOOST_TEST(told(again.mistakes) == "");
    return read(again.bytes);
}

/// Differences of two JSON values as a person reads them.
inline std::string differences(const nlohmann::json& a, const nlohmann::json& b) {
    std::string text;
    for (const auto& step : nlohmann::json::diff(a, b)) text += step.dump().substr(0, 300) + "\n";
    return text;
}

/// A form of one XForm body and model, as pyxform and people lay them out.
inline std::string xform(const std::string& record, const std::string& model, const std::string& body) {
    return R"x(<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" )x"
           R"x(xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" xmlns:odk="http://www.opendatakit.org/xforms">)x"
           R"x(<h:head><h:title>Essai</h:title><model odk:xforms-version="1.0.0"><instance><data id="essai" version="7">)x" +
           record + R"x(<meta><instanceID/></meta></data></instance>)x" + model +
           R"x(<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/></model></h:head><h:body>)x" + body +
           "</h:body></h:html>";
}

}  // namespace ecoute::tests
