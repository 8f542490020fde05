#include "server/qr.hpp"

#include <boost/test/unit_test.hpp>

using ecoute::server::qr_svg;

BOOST_AUTO_TEST_SUITE(a_qr_code_as_svg)

BOOST_AUTO_TEST_CASE(it_has_a_quiet_zone_and_a_name) {
    // 33 bytes at error correction M: version 3, 29 modules (ISO 18004, table 7), and 4 modules of quiet zone on each side
    const auto svg = qr_svg("http://192.168.1.20:8080/q/demo-2", "QR code <&\">");
    BOOST_TEST(svg.find("viewBox=\"0 0 37 37\"") != std::string::npos);
    BOOST_TEST(svg.find("aria-label=\"QR code &lt;&amp;&quot;&gt;\"") != std::string::npos);
    BOOST_TEST(svg.find("M4 4h7v1h-7z") != std::string::npos);  // the top of the first finder pattern
}

BOOST_AUTO_TEST_CASE(a_text_too_long_for_one_gives_none) {
    BOOST_TEST(!qr_svg(std::string(2331, 'a'), "").empty());
    BOOST_TEST(qr_svg(std::string(2332, 'a'), "").empty());
}

BOOST_AUTO_TEST_SUITE_END()
