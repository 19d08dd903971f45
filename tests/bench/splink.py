"""Finds duplicates with Splink on the same file, as its documentation shows it, and writes them as `duplicates` does.

    splink.py PEOPLE PAIRS

PEOPLE is a file of contacts with at least id, first_name, last_name, phone, email, city, postcode and birthday; PAIRS takes lines of
`id_a<TAB>id_b<TAB>probability`. Ends with 3 where Splink is not installed.
"""

import csv
import logging
import re
import sys

# This script's own folder comes first in the path, and it goes by the same name.
sys.path.pop(0)
try:
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
except ImportError:
    sys.exit(3)

logging.getLogger("splink").setLevel(logging.ERROR)
people, pairs = sys.argv[1:3]
FIELDS = ["id", "first_name", "last_name", "phone", "email", "city", "postcode", "birthday"]


def plain(field, text):
    """What anybody would do first: small letters, digits alone, one form of days."""
    text = text.strip().lower()
    if field == "phone":
        return re.sub(r"\D", "", text)[-9:]
    if field == "birthday" and re.fullmatch(r"\d\d/\d\d/\d{4}", text):
        return "-".join(reversed(text.split("/")))
    return text


rows = [{f: plain(f, row[f]) or None for f in FIELDS} for row in csv.DictReader(open(people, encoding="utf-8"))]
rules = [["phone"], ["email"], ["first_name", "last_name"], ["last_name", "postcode"], ["first_name", "postcode"],
         ["birthday", "last_name"], ["birthday", "first_name"], ["birthday", "postcode"]]
settings = SettingsCreator(
    link_type="dedupe_only",
    unique_id_column_name="id",
    comparisons=[
        cl.JaroWinklerAtThresholds("first_name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("last_name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds("phone", [1, 2]),
        cl.LevenshteinAtThresholds("email", [1, 2]),
        cl.LevenshteinAtThresholds("city", [1, 2]).configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds("postcode", [1, 2]),
        cl.LevenshteinAtThresholds("birthday", [1, 2]),
    ],
    blocking_rules_to_generate_predictions=[block_on(*rule) for rule in rules],
)
api = DuckDBAPI()
linker = Linker(api.register(rows), settings, log_level=None)
train = linker.training
train.estimate_probability_two_random_records_match([block_on("phone"), block_on("email")], recall=0.7)
train.estimate_u_using_random_sampling(max_pairs=1e6)
for rule in (["first_name", "last_name"], ["birthday"]):
    train.estimate_parameters_using_expectation_maximisation(block_on(*rule))
found = linker.inference.predict(threshold_match_probability=0.2).as_record_list()
with open(pairs, "w", encoding="utf-8") as out:
    for pair in found:
        out.write(f"{pair['id_l']}\t{pair['id_r']}\t{pair['match_probability']:.4f}\n")
