#pragma once
#include <fcntl.h>

#include <filesystem>
#include <vector>

#include "forms/columns.hpp"
#include "storage/columns_kept.hpp"
#include "storage/summed_file.hpp"

namespace ecoute::tests {

/// A file of columns as programs wrote it before codes had one byte: whole, with its checksum. Questions of one choice only.
inline void write_columns_of_version_2(const std::filesystem::path& file, const storage::ColumnsOrigin& origin, const forms::Columns& columns) {
    storage::OpenFile open{file, O_WRONLY | O_CREAT | O_TRUNC};
    storage::SummedOut out{open};
    for (const auto& text : {std::string{"ecoute columns 2\n"}, origin.campaign, origin.shape, origin.last_id}) out.text(text);
    out.number(columns.people);
    out.number(static_cast<std::uint64_t>(columns.last_seq));
    out.all(columns.seqs);
    out.all(columns.record_keys);
    out.number(columns.by_question.size());
    for (const auto& column : columns.by_question) {
        out.all(std::vector<std::uint16_t>(column.codes.begin(), column.codes.end()));
        for (int empty = 0; empty < 2; ++empty) out.number(0);  // states, ticks
        out.number(0);                                          // words of ticks
        for (int empty = 0; empty < 4; ++empty) out.number(0);  // numbers, lengths of ranks, ranks, texts
    }
    out.finish();
}

}  // namespace ecoute::tests
