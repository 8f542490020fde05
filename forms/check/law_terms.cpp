#include "forms/check/law_terms.hpp"

#include <array>

namespace ecoute::forms::check {
namespace {

using enum Code;
using enum Asks;

constexpr std::array terms{
    // refused: a priori ethno-racial categories (Cons. const. 2007-557 DC), religion
    Term{check_origin, anything, "origine ethn*"},
    Term{check_origin, anything, "origines ethn*"},
    Term{check_origin, anything, "origine raciale"},
    Term{check_origin, anything, "groupe ethnique"},
    Term{check_origin, anything, "appartenance ethnique"},
    Term{check_origin, anything, "type ethnique"},
    Term{check_origin, anything, "votre ethnie"},
    Term{check_origin, anything, "quelle ethnie"},
    Term{check_origin, anything, "=ethnie"},
    Term{check_origin, anything, "votre race"},
    Term{check_origin, anything, "=race"},
    Term{check_origin, anything, "couleur de peau"},
    Term{check_origin, anything, "couleur de la peau"},
    Term{check_origin, anything, "couleur de votre peau"},
    Term{check_origin, anything, "minorite visible"},
    Term{check_origin, anything, "ethnicity"},
    Term{check_origin, anything, "ethnic origin"},
    Term{check_origin, anything, "ethnic group"},
    Term{check_origin, anything, "ethnic background"},
    Term{check_origin, anything, "racial group"},
    Term{check_origin, anything, "your race"},
    Term{check_origin, anything, "skin colo*"},
    Term{check_religion, anything, "votre religion"},
    Term{check_religion, anything, "=religion"},
    Term{check_religion, anything, "quelle religion"},
    Term{check_religion, anything, "pratiquez vous une religion"},
    Term{check_religion, anything, "avez vous une religion"},
    Term{check_religion, anything, "appartenance religieuse"},
    Term{check_religion, anything, "confession religieuse"},
    Term{check_religion, anything, "votre confession"},
    Term{check_religion, anything, "pratique religieuse"},
    Term{check_religion, anything, "croyances religieuses"},
    Term{check_religion, anything, "convictions religieuses"},
    Term{check_religion, anything, "etes vous croyant*"},
    Term{check_religion, anything, "etes vous musulman*"},
    Term{check_religion, anything, "etes vous catholique*"},
    Term{check_religion, anything, "etes vous jui*"},
    Term{check_religion, anything, "your religion"},
    Term{check_religion, anything, "what religion"},
    Term{check_religion, anything, "religious belief*"},
    Term{check_religion, anything, "religious affiliation"},
    // warned of: nationality and birth abroad, one's own or the parents'
    Term{check_nationality, anything, "nationalite*"},
    Term{check_nationality, anything, "nationality"},
    Term{check_nationality, anything, "citizenship"},
    Term{check_nationality, anything, "titre de sejour"},
    Term{check_nationality, anything, "pays de naissance"},
    Term{check_nationality, anything, "pays naissance"},
    Term{check_nationality, anything, "pays d origine"},
    Term{check_nationality, anything, "lieu de naissance"},
    Term{check_nationality, anything, "votre origine"},
    Term{check_nationality, anything, "vos origines"},
    Term{check_nationality, anything, "=origine"},
    Term{check_nationality, anything, "=origines"},
    Term{check_nationality, anything, "ne a l etranger"},
    Term{check_nationality, anything, "nee a l etranger"},
    Term{check_nationality, anything, "nes a l etranger"},
    Term{check_nationality, anything, "ne e a l etranger"},
    Term{check_nationality, anything, "parents sont ils nes"},
    Term{check_nationality, anything, "naissance de vos parents"},
    Term{check_nationality, anything, "naissance de votre pere"},
    Term{check_nationality, anything, "naissance de votre mere"},
    Term{check_nationality, anything, "etes vous immigre*"},
    Term{check_nationality, anything, "country of birth"},
    Term{check_nationality, anything, "place of birth"},
    Term{check_nationality, anything, "born abroad"},
    Term{check_nationality, anything, "parents born"},
    // names
    Term{check_person_name, free_text, "votre prenom"},
    Term{check_person_name, free_text, "=prenom"},
    Term{check_person_name, free_text, "nom et prenom*"},
    Term{check_person_name, free_text, "nom prenom"},
    Term{check_person_name, free_text, "prenom et nom"},
    Term{check_person_name, free_text, "nom de famille"},
    Term{check_person_name, free_text, "nom famille"},
    Term{check_person_name, free_text, "votre nom"},
    Term{check_person_name, free_text, "=nom"},
    Term{check_person_name, free_text, "first name"},
    Term{check_person_name, free_text, "last name"},
    Term{check_person_name, free_text, "family name"},
    Term{check_person_name, free_text, "surname"},
    Term{check_person_name, free_text, "your name"},
    Term{check_person_name, free_text, "full name"},
    // accent and mother tongue
    Term{check_mother_tongue, anything, "langue maternelle"},
    Term{check_mother_tongue, anything, "langue de vos parents"},
    Term{check_mother_tongue, anything, "langue parlee a la maison"},
    Term{check_mother_tongue, anything, "langue parlez vous a la maison"},
    Term{check_mother_tongue, anything, "langues parlez vous a la maison"},
    Term{check_mother_tongue, anything, "votre accent"},
    Term{check_mother_tongue, anything, "=accent"},
    Term{check_mother_tongue, anything, "avez vous un accent"},
    Term{check_mother_tongue, anything, "mother tongue"},
    Term{check_mother_tongue, anything, "native language"},
    Term{check_mother_tongue, anything, "spoken at home"},
    Term{check_mother_tongue, anything, "your accent"},
    // political and union opinion
    Term{check_opinion, anything, "parti politique"},
    Term{check_opinion, anything, "opinion politique"},
    Term{check_opinion, anything, "opinions politiques"},
    Term{check_opinion, anything, "positionnement politique"},
    Term{check_opinion, anything, "avez vous vote pour"},
    Term{check_opinion, anything, "pour qui avez vous vote"},
    Term{check_opinion, anything, "intention de vote"},
    Term{check_opinion, anything, "a gauche ou a droite"},
    Term{check_opinion, anything, "de gauche ou de droite"},
    Term{check_opinion, anything, "syndique"},
    Term{check_opinion, anything, "syndiquee"},
    Term{check_opinion, anything, "syndique e"},
    Term{check_opinion, anything, "membre d un syndicat"},
    Term{check_opinion, anything, "appartenance syndicale"},
    Term{check_opinion, anything, "political party"},
    Term{check_opinion, anything, "political opinion*"},
    Term{check_opinion, anything, "political views"},
    Term{check_opinion, anything, "did you vote for"},
    Term{check_opinion, anything, "union member*"},
    // sex life
    Term{check_orientation, anything, "orientation sexuelle"},
    Term{check_orientation, anything, "vie sexuelle"},
    Term{check_orientation, anything, "votre sexualite"},
    Term{check_orientation, anything, "=sexualite"},
    Term{check_orientation, anything, "etes vous homosexuel*"},
    Term{check_orientation, anything, "etes vous heterosexuel*"},
    Term{check_orientation, anything, "sexual orientation"},
    Term{check_orientation, anything, "sex life"},
    // police and courts
    Term{check_police, anything, "casier judiciaire"},
    Term{check_police, anything, "ete condamne*"},
    Term{check_police, anything, "vos condamnations"},
    Term{check_police, anything, "antecedents judiciaires"},
    Term{check_police, anything, "en garde a vue"},
    Term{check_police, anything, "ete incarcere*"},
    Term{check_police, anything, "criminal record"},
    Term{check_police, anything, "police record"},
    Term{check_police, anything, "been convicted"},
    // telephone and mail
    Term{check_contact, free_text, "numero de telephone"},
    Term{check_contact, free_text, "numero de portable"},
    Term{check_contact, free_text, "votre telephone"},
    Term{check_contact, free_text, "votre portable"},
    Term{check_contact, free_text, "=telephone"},
    Term{check_contact, free_text, "=tel"},
    Term{check_contact, free_text, "=portable"},
    Term{check_contact, free_text, "=mobile"},
    Term{check_contact, free_text, "=email"},
    Term{check_contact, free_text, "=e mail"},
    Term{check_contact, free_text, "=mail"},
    Term{check_contact, free_text, "=courriel"},
    Term{check_contact, free_text, "votre mail"},
    Term{check_contact, free_text, "votre email"},
    Term{check_contact, free_text, "votre e mail"},
    Term{check_contact, free_text, "votre courriel"},
    Term{check_contact, free_text, "adresse mail"},
    Term{check_contact, free_text, "adresse email"},
    Term{check_contact, free_text, "adresse e mail"},
    Term{check_contact, free_text, "adresse electronique"},
    Term{check_contact, free_text, "vos coordonnees"},
    Term{check_contact, free_text, "=coordonnees"},
    Term{check_contact, free_text, "phone number"},
    Term{check_contact, free_text, "mobile number"},
    Term{check_contact, free_text, "your phone"},
    Term{check_contact, free_text, "your email"},
    Term{check_contact, free_text, "email address"},
    Term{check_contact, free_text, "contact details"},
    // where a person lives, to the door
    Term{check_address, free_text, "votre adresse"},
    Term{check_address, free_text, "=adresse"},
    Term{check_address, free_text, "adresse postale"},
    Term{check_address, free_text, "adresse exacte"},
    Term{check_address, free_text, "adresse complete"},
    Term{check_address, free_text, "adresse du domicile"},
    Term{check_address, free_text, "adresse domicile"},
    Term{check_address, free_text, "numero et rue"},
    Term{check_address, free_text, "numero de rue"},
    Term{check_address, free_text, "numero d appartement"},
    Term{check_address, free_text, "nom de votre rue"},
    Term{check_address, free_text, "quelle rue habitez vous"},
    Term{check_address, free_text, "your address"},
    Term{check_address, free_text, "home address"},
    Term{check_address, free_text, "street address"},
    Term{check_address, free_text, "house number"},
    // birth to the day
    Term{check_birth_date, free_text, "date de naissance"},
    Term{check_birth_date, free_text, "date naissance"},
    Term{check_birth_date, free_text, "jour de naissance"},
    Term{check_birth_date, free_text, "mois de naissance"},
    Term{check_birth_date, free_text, "date of birth"},
    Term{check_birth_date, free_text, "birth date"},
    Term{check_birth_date, free_text, "birthdate"},
    Term{check_birth_date, free_text, "birthday"},
    // numbers that name one person
    Term{check_identifier, free_text, "=nir"},
    Term{check_identifier, free_text, "numero de securite sociale"},
    Term{check_identifier, free_text, "numero securite sociale"},
    Term{check_identifier, free_text, "numero de carte vitale"},
    Term{check_identifier, free_text, "numero insee"},
    Term{check_identifier, free_text, "numero d allocataire"},
    Term{check_identifier, free_text, "numero allocataire"},
    Term{check_identifier, free_text, "numero fiscal"},
    Term{check_identifier, free_text, "numero de carte d identite"},
    Term{check_identifier, free_text, "numero de passeport"},
    Term{check_identifier, free_text, "social security number"},
    Term{check_identifier, free_text, "national insurance number"},
    Term{check_identifier, free_text, "passport number"},
};

constexpr std::array<std::string_view, 20> felt{
    "motif*",        "pour quelle raison", "pour quelles raisons", "a cause de",     "en raison de",     "selon vous",
    "a votre avis",  "discrimin*",         "traitement injuste",   "de facon injuste", "traite injustement", "supposee",
    "suppose",       "on vous prete",      "because of",           "in your opinion", "unfairly",         "perceived",
    "for what reason", "for which reason"};

constexpr std::array<std::string_view, 24> matters{
    "votre sante",          "votre etat de sante",     "votre handicap",           "avez vous un handicap",
    "en situation de handicap", "maladie chronique",   "maladie de longue duree",  "traitement medical",
    "renonce a des soins",  "renonce a un soin",       "renonce a vous soigner",   "renonce a vous faire soigner",
    "depression",           "ete discrimine*",         "vous a t on discrimine*",  "victime de discrimination*",
    "subi une discrimination", "subi des discriminations", "traite* de facon injuste", "traite* injustement",
    "your health",          "have a disability",       "been discriminated",       "treated unfairly"};

constexpr std::array<std::string_view, 18> faiths{
    "musulman*", "islam",    "catholique*", "chretien*",  "christianisme", "protestant*", "evangelique*", "orthodoxe*", "juif*",
    "juive*",    "judaisme", "bouddhi*",    "hindou*",    "athee*",        "muslim*",     "christian*",   "jewish",     "buddhist*"};

constexpr std::array<std::string_view, 19> peoples{
    "arabe*",  "maghrebin*", "nord africain*", "subsaharien*", "africain*", "asiatique*", "metis*", "caucasien*", "europeen*", "rom",
    "roms",    "tsigane*",   "gens du voyage", "antillais*",   "berbere*",  "asian*",     "african*", "hispanic*",  "arab"};

constexpr std::array<std::string_view, 6> colours{"blanc", "blanche", "noir", "noire", "white", "black"};

constexpr std::array<std::string_view, 15> categories{
    "vous etes",      "etes vous",  "origine*",     "ethni*",     "peau",       "vous definissez", "vous considerez", "vous sentez",
    "vous identifiez", "appartenez", "appartenance", "communaute", "are you",    "identify",        "background"};

constexpr std::array<std::string_view, 13> others{"langue*",    "cuisine*", "plat*",    "restaurant*", "repas",     "musique*", "produit*",
                                                  "language*",  "food",     "dish*",    "meal*",       "music*",    "fete*"};

}  // namespace

std::span<const Term> law_terms() noexcept { return terms; }
std::span<const std::string_view> felt_discrimination() noexcept { return felt; }
std::span<const std::string_view> sensitive_matters() noexcept { return matters; }
std::span<const std::string_view> religions() noexcept { return faiths; }
std::span<const std::string_view> origins() noexcept { return peoples; }
std::span<const std::string_view> skins() noexcept { return colours; }
std::span<const std::string_view> own_category() noexcept { return categories; }
std::span<const std::string_view> other_categories() noexcept { return others; }

}  // namespace ecoute::forms::check
