#include "forms/memory_file.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace ecoute::forms {

MemoryFile::MemoryFile() : descriptor_(memfd_create("ecoute", MFD_CLOEXEC)) {
    if (descriptor_ < 0) throw std::runtime_error("no memory for a file");
}

MemoryFile::~MemoryFile() { close(descriptor_); }

std::string MemoryFile::path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

std::string MemoryFile::bytes() const {
    std::string all(static_cast<std::size_t>(std::max<off_t>(0, lseek(descriptor_, 0, SEEK_END))), '\0');
    for (std::size_t got = 0; got < all.size();) {
        const auto more = pread(descriptor_, all.data() + got, all.size() - got, static_cast<off_t>(got));
        if (more <= 0) throw std::runtime_error("a file in memory can't be read back");
        got += static_cast<std::size_t>(more);
    }
    return all;
}

}  // namespace ecoute::forms
