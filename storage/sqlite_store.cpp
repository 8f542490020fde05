#include "storage/sqlite_store.hpp"

#include "storage/columns_kept.hpp"
#include "storage/instants.hpp"
#include "storage/sqlite_afterwards.hpp"
#include "storage/sqlite_audit_log.hpp"
#include "storage/sqlite_campaign_versions.hpp"
#include "storage/sqlite_campaigns.hpp"
#include "storage/sqlite_devices.hpp"
#include "storage/sqlite_forms_kept.hpp"
#include "storage/sqlite_indicators.hpp"
#include "storage/sqlite_keep.hpp"
#include "storage/sqlite_links.hpp"
#include "storage/sqlite_margins.hpp"
#include "storage/sqlite_media.hpp"
#include "storage/sqlite_open_answers.hpp"
#include "storage/sqlite_responses.hpp"
#include "storage/sqlite_snapshots.hpp"
#include "storage/sqlite_territories.hpp"
#include "storage/sqlite_users.hpp"

namespace ecoute::storage {
namespace {

/// One writer, any number of readers, and what they keep.
class SqliteStore final : public Store {
public:
    SqliteStore(const std::filesystem::path& file, const forms::Clock& clock)
        : writer_(file,
                  [&clock](sqlite::Database& database, const std::vector<sqlite::Batch>& group) {
                      return sqlite::keep_group(database, group, half_day_text(clock.now()));
                  }),
          readers_(file),
          responses_(writer_, readers_, columns_folder(file.parent_path())),
          corrections_(writer_, readers_, columns_folder(file.parent_path())),
          users_(writer_, readers_, clock) {}

    FormsKept& forms() override { return forms_; }
    Territories& territories() override { return territories_; }
    Campaigns& campaigns() override { return campaigns_; }
    Responses& responses() override { return responses_; }
    Corrections& corrections() override { return corrections_; }
    Drafts& drafts() override { return drafts_; }
    Users& users() override { return users_; }
    AuditLog& audit() override { return audit_; }
    CampaignVersions& versions() override { return versions_; }
    SnapshotsKept& snapshots() override { return snapshots_; }
    Devices& devices() override { return devices_; }
    Links& links() override { return links_; }
    Media& media() override { return media_; }
    OpenAnswers& open_answers() override { return open_answers_; }
    Margins& margins() override { return margins_; }
    Correspondences& correspondences() override { return correspondences_; }
    Indicators& indicators() override { return indicators_; }

    std::int64_t catalogue_version() override {
        const auto database = readers_.borrow();
        sqlite::Statement select{*database, "SELECT version FROM catalogue"};
        select.step();
        return select.number(0);
    }

private:
    sqlite::Writer writer_;
    sqlite::Readers readers_;
    sqlite::SqliteFormsKept forms_{writer_, readers_};
    sqlite::SqliteTerritories territories_{writer_, readers_};
    sqlite::SqliteCampaigns campaigns_{writer_, readers_};
    sqlite::SqliteResponses responses_;
    sqlite::SqliteCorrections corrections_;
    sqlite::SqliteDrafts drafts_{writer_, readers_};
    sqlite::SqliteUsers users_;
    sqlite::SqliteAuditLog audit_{writer_, readers_};
    sqlite::SqliteCampaignVersions versions_{writer_, readers_};
    sqlite::SqliteSnapshots snapshots_{writer_, readers_};
    sqlite::SqliteDevices devices_{writer_, readers_};
    sqlite::SqliteLinks links_{writer_, readers_};
    sqlite::SqliteMedia media_{writer_, readers_};
    sqlite::SqliteOpenAnswers open_answers_{writer_, readers_};
    sqlite::SqliteMargins margins_{writer_, readers_};
    sqlite::SqliteCorrespondences correspondences_{writer_, readers_};
    sqlite::SqliteIndicators indicators_{writer_, readers_};
};

/// The directory holds what people answered and the keys: its owner alone may enter.
void make_directory(const std::filesystem::path& directory) {
    std::error_code failed;
    if (std::filesystem::is_directory(directory, failed)) return;
    std::filesystem::create_directories(directory, failed);
    if (failed) throw StorageFault(directory.string() + ": " + failed.message());
    std::filesystem::permissions(directory, std::filesystem::perms::owner_all, failed);
}

}  // namespace

std::unique_ptr<Store> open_sqlite_store(const std::filesystem::path& directory, const forms::Clock& clock) {
    make_directory(directory);
    return std::make_unique<SqliteStore>(directory / "ecoute.db", clock);
}

}  // namespace ecoute::storage
