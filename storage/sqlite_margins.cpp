#include "storage/sqlite_margins.hpp"

#include "storage/names_json.hpp"

namespace ecoute::storage::sqlite {
namespace {

bool campaign_is_kept(Database& database, std::string_view campaign) {
    Statement select{database, "SELECT 1 FROM campaign WHERE id = ?1"};
    return select.bind(1, campaign).step();
}

void replace_margin(Database& database, std::string_view campaign, const std::string& variables,
                    const Margin& margin) {
    Statement upsert{database, R"(
        INSERT INTO margin (campaign, variables, position, source, vintage, imported_at)
        VALUES (?1, ?2, (SELECT count(*) FROM margin WHERE campaign = ?1), ?3, ?4, ?5)
        ON CONFLICT (campaign, variables) DO UPDATE SET
            source = excluded.source, vintage = excluded.vintage, imported_at = excluded.imported_at)"};
    upsert.bind(1, campaign).bind(2, variables).bind(3, margin.source).bind(4, margin.vintage);
    upsert.bind(5, margin.imported_at).run();
    Statement clear{database, "DELETE FROM margin_cell WHERE campaign = ?1 AND variables = ?2"};
    clear.bind(1, campaign).bind(2, variables).run();
}

void insert_cells(Database& database, std::string_view campaign, const std::string& variables, const Margin& margin) {
    Statement insert{database, R"(
        INSERT INTO margin_cell (campaign, variables, position, levels, population) VALUES (?1, ?2, ?3, ?4, ?5))"};
    std::int64_t position = 0;
    for (const auto& cell : margin.cells) {
        insert.bind(1, campaign).bind(2, variables).bind(3, position++).bind(4, names_to_json(cell.levels));
        insert.bind(5, std::optional{cell.population}).run();
        insert.reset();
    }
}

std::vector<Margin::Cell> read_cells(Database& database, std::string_view campaign, std::string_view variables) {
    Statement select{database, R"(
        SELECT levels, population FROM margin_cell WHERE campaign = ?1 AND variables = ?2 ORDER BY position)"};
    select.bind(1, campaign).bind(2, variables);
    std::vector<Margin::Cell> cells;
    while (select.step()) cells.push_back({names_from_json(select.text(0)), select.decimal_or_none(1).value_or(0)});
    return cells;
}

/// The number of the youngest run; nullopt before the first.
std::optional<std::int64_t> last_run(Database& database, std::string_view campaign) {
    Statement select{database, "SELECT max(id) FROM weighting WHERE campaign = ?1"};
    select.bind(1, campaign).step();
    return select.number_or_none(0);
}

std::int64_t insert_run(Database& database, const KeptWeighting& weighting) {
    Statement insert{database, R"(
        INSERT INTO weighting (campaign, made_at, last_seq, people, low, high, margins, diagnosis)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8))"};
    insert.bind(1, weighting.campaign).bind(2, weighting.made_at).bind(3, weighting.last_seq);
    insert.bind(4, weighting.people).bind(5, weighting.low).bind(6, weighting.high);
    insert.bind(7, weighting.margins).bind(8, weighting.diagnosis).run();
    return last_run(database, weighting.campaign).value();
}

}  // namespace

Result<void> SqliteMargins::import(std::string_view campaign, const Margin& margin) {
    return writer_.change([&](Database& database) -> Result<void> {
        if (!campaign_is_kept(database, campaign))
            return forms::Problem{forms::Code::campaign_unknown, std::string{campaign}, {}, {}};
        const auto variables = names_to_json(margin.variables);
        replace_margin(database, campaign, variables, margin);
        insert_cells(database, campaign, variables, margin);
        return {};
    });
}

std::vector<Margin> SqliteMargins::all(std::string_view campaign) {
    const auto database = readers_.borrow();
    const Transaction together{*database, Transaction::Kind::read};
    Statement select{*database, R"(
        SELECT variables, source, vintage, imported_at FROM margin WHERE campaign = ?1 ORDER BY position)"};
    select.bind(1, campaign);
    std::vector<Margin> margins;
    while (select.step())
        margins.push_back({names_from_json(select.text(0)), read_cells(*database, campaign, select.text(0)), select.string(1),
                           select.string(2), select.string(3)});
    return margins;
}

void SqliteMargins::keep(const KeptWeighting& weighting, const std::vector<ResponseWeight>& weights) {
    writer_.change([&](Database& database) {
        const auto run = insert_run(database, weighting);
        Statement insert{database, "INSERT INTO response_weight (weighting, response, weight) VALUES (?1, ?2, ?3)"};
        for (const auto& each : weights) {
            insert.bind(1, run).bind(2, each.response).bind(3, std::optional{each.weight}).run();
            insert.reset();
        }
    });
}

std::optional<KeptWeighting> SqliteMargins::last(std::string_view campaign) {
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT campaign, made_at, last_seq, people, low, high, margins, diagnosis
        FROM weighting WHERE campaign = ?1 ORDER BY id DESC LIMIT 1)"};
    if (!select.bind(1, campaign).step()) return std::nullopt;
    return KeptWeighting{select.string(0),          select.string(1),          select.number(2), select.number(3),
                         select.decimal_or_none(4), select.decimal_or_none(5), select.string(6), select.string(7)};
}

std::vector<ResponseWeight> SqliteMargins::last_weights(std::string_view campaign) {
    const auto database = readers_.borrow();
    const Transaction together{*database, Transaction::Kind::read};
    std::vector<ResponseWeight> weights;
    const auto run = last_run(*database, campaign);
    if (!run) return weights;
    Statement select{*database, "SELECT response, weight FROM response_weight WHERE weighting = ?1 ORDER BY response"};
    select.bind(1, *run);
    while (select.step()) weights.push_back({select.string(0), select.decimal_or_none(1).value_or(0)});
    return weights;
}

void SqliteCorrespondences::import(const std::vector<Correspondence>& rows) {
    writer_.change([&](Database& database) {
        Statement clear{database, "DELETE FROM territory_correspondence WHERE source = ?1"};
        for (const auto& row : rows) {
            clear.bind(1, row.source).run();
            clear.reset();
        }
        Statement insert{database, "INSERT INTO territory_correspondence (source, target, part) VALUES (?1, ?2, ?3)"};
        for (const auto& row : rows) {
            insert.bind(1, row.source).bind(2, row.target).bind(3, std::optional{row.part}).run();
            insert.reset();
        }
    });
}

std::vector<Correspondence> SqliteCorrespondences::all() {
    const auto database = readers_.borrow();
    Statement select{*database, "SELECT source, target, part FROM territory_correspondence ORDER BY source, target"};
    std::vector<Correspondence> rows;
    while (select.step())
        rows.push_back({select.string(0), select.string(1), select.decimal_or_none(2).value_or(0)});
    return rows;
}

}  // namespace ecoute::storage::sqlite
