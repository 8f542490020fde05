// Any bytes as an XForm: a document or mistakes; a document without mistakes is written as an XForm and read back without mistakes.
#include <cstdlib>

#include "forms/convert/xform_in.hpp"
#include "forms/convert/xform_out.hpp"
#include "forms/form_json.hpp"

namespace f = ecoute::forms;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
    const auto read = f::document_of_xform({reinterpret_cast<const char*>(bytes), size});
    if (!read.mistakes.empty()) return 0;
    const auto reading = f::read_form(read.bytes, {}, true);
    if (!reading.form) return 0;
    const auto written = f::xform_of(*reading.form);
    if (written.bytes != f::xform_of(*reading.form).bytes) std::abort();
    const auto again = f::document_of_xform(written.bytes);
    if (!again.mistakes.empty()) std::abort();
    if (!f::read_form(again.bytes, {}, true).form) std::abort();
    return 0;
}
