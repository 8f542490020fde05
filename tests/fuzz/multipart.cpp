// The reader of forms with files: whatever is sent, it answers, and what it gives lies within what was sent.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "server/http/multipart.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view body{reinterpret_cast<const char*>(bytes), size};
    const auto parts = ecoute::server::read_multipart(body);
    if (!parts) return 0;
    if (parts->size() > ecoute::server::most_parts) std::abort();
    const char* last = body.data();
    for (const auto& part : *parts) {
        if (part.content.data() < last || part.content.data() + part.content.size() > body.data() + body.size()) std::abort();
        last = part.content.data() + part.content.size();
        if (part.name.empty() || part.filename.find_first_of("/\\\r\n") != std::string::npos) std::abort();
    }
    return 0;
}
