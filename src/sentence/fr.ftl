### Les phrases du rapprochement. Chiffres, lieux et noms arrivent tout faits ; un argument qui peut
### manquer vaut alors 0 (variante [0]). L'ordre des mots est libre : voir en.ftl.

## Listes

list_comma = { $before }, { $item }
list_and = { $before } et { $item }
list_or = { $before }, ou { $item }
list_next = { $before } ; { $item }
list_cut = { $before }…
quoted = « { $name } »

## Chiffres et lieux

pages = { $count ->
    [1] p.
   *[several] p.
} { $pages }
spots_of = { $spots }, { $nature ->
    [planned] prévisionnel
    [committed] engagé
   *[done] réalisé
}
in_document = { $document }, { $spots }
operator_of = { $operator } ({ $count ->
    [1] action
   *[several] actions
} { $actions })
sum_of_amounts = { $total } (somme de { $count } montants)
counted = { $figure } { $what }
at_least = au moins { $figure }
at_most = au plus { $figure }
and_not = { $sum } et non { $figure }
about = environ { $figure }
stands_total = au total de la colonne « { $column } » ({ $spots })
stands_line = à la ligne « { $line } », colonne « { $column } » ({ $spots })
stands_sheet = dans la feuille ({ $spots })
stands_text = dans le texte ({ $spots })
side_at = { $side } ({ $spots })
side_standing = { $side } { $stands }
action_row = Action { $code }
total_row = total
total_row_title = Total
cell = { $row }, colonne « { $column } »

## Constats

equal_as_written = { $key ->
    [0] On lit
   *[given] { $key } — on lit
} { $left } et { $right }, égaux à la précision où ils sont écrits. Attendu : { $expected }.
equal_if_truncated = { $key ->
    [0] On lit
   *[given] { $key } — on lit
} { $left } et { $right }, égaux seulement si l'un est tronqué. Attendu : { $expected }.
different = { $key ->
    [0] On lit
   *[given] { $key } — on lit
} { $left } et { $right }, soit un écart de { $gap }. Attendu : { $expected }.
too_high = { $key ->
    [0] On lit
   *[given] { $key } — on lit
} { $left } et { $right }, soit un dépassement de { $gap }. Attendu : { $expected }.
too_low = { $key ->
    [0] On lit
   *[given] { $key } — on lit
} { $left } et { $right }, soit { $gap } de moins. Attendu : { $expected }.
gap_with_share = { $gap } ({ $share }, au-delà de { $limit })
holds = { $key ->
    [0] { $says }
   *[given] { $key } — { $says }
} : { $left } { $sign ->
    [equal] et
    [at_most] ≤
   *[at_least] ≥
} { $right }.

## Contrôles non vérifiables

lacks = « { $subject } » n'a pas pu être vérifié : { $why }.
lacks_of = « { $subject } » n'a pas pu être vérifié : { $why } ({ $keys }).
lacks_values = il manque { $names }
lacks_one_reading = « { $name } » a plusieurs valeurs ({ $count } lectures)
lacks_document = aucun document de l'archive ne lui correspond (dossier, territoire, année)
lacks_one_document = plusieurs documents lui correspondent : { $documents }
lacks_giver = aucun document « { $kind } » ne donne « { $name } »
lacks_one_value = « { $name } » a plusieurs valeurs dans « { $kind } »

## Ce que prouvent les contrôles que personne n'écrit

says_column = Le total de la colonne « { $column } » est la somme de ses lignes
says_subtotal = Le sous-total « { $row } » de la colonne « { $column } » est la somme de ses lignes
says_detail = « { $row } » ne dépasse pas la ligne qu'il détaille
says_most_of_column = { $says } ({ $count } lignes sur { $all } de la colonne en diffèrent)
says_row = Le total de la ligne « { $row } » est la somme de ses colonnes
says_share = Le taux de la ligne « { $row } » est « { $done } » rapporté à « { $planned } »
says_variation = Le taux de la ligne « { $row } » est la variation de « { $planned } » à « { $done } »
says_change_since = L'évolution par rapport à { $year } est celle que donne le document de { $year }
says_operator = Le montant d'un opérateur est la somme des lignes de ses actions
says_twice = Le même montant est écrit deux fois autrement
says_version = Deux versions d'un même document disent les mêmes montants
says_recalled = Le chiffre de { $year } rappelé est celui du document de { $year }

## Hypothèses : une faute entre deux chiffres

hypothesis = { $cell ->
    [0] { $clause }.
   *[given] { $cell } : { $clause }.
}
shortened = { $figure } { $how ->
    [cut] tronqué
    [rounded] arrondi
   *[either] tronqué ou arrondi
} { $step ->
    [1] à l'unité
    [10] à la dizaine
    [100] à la centaine
    [1000] au millier
    [10000] à la dizaine de milliers
    [100000] à la centaine de milliers
   *[1000000] au million
} donne { $result }{ $instead ->
    [0] {""}
   *[given] , et non { $instead }
}
not_shortened_to = { $figure } n'est pas un nombre { $how ->
    [cut] tronqué
   *[rounded] arrondi
} de { $other }
not_shortened = { $why ->
    [round] { $figure } et { $other } sont aussi ronds l'un que l'autre : aucun n'est l'autre { $how ->
        [cut] tronqué
       *[rounded] arrondi
    }
   *[digits] { $figure } n'est pas un nombre { $how ->
        [cut] tronqué
       *[rounded] arrondi
    } : il garde ses derniers chiffres
}
faintly_shortened = { $figure } { $how ->
    [cut] tronqué
   *[rounded] arrondi
} { $step ->
    [1] à l'unité
    [10] à la dizaine
    [100] à la centaine
    [1000] au millier
    [10000] à la dizaine de milliers
    [100000] à la centaine de milliers
   *[1000000] au million
} donne { $result }, mais un zéro final ne montre pas qu'on a { $how ->
    [cut] tronqué
   *[rounded] arrondi
} : un nombre sur dix finit ainsi
in_cell = { $cell ->
    [0] { $clause }
   *[given] { $cell } : { $clause }
}
misread = à la lecture du scan, { $how ->
    [again] une seconde lecture donne un autre montant
    [digit] un { $real } a pu être pris pour un { $read }
    [comma] la virgule a pu être perdue
    [twice] un { $read } a pu être lu deux fois
    [lost] un { $real } a pu être perdu
   *[line] un filet du tableau a pu être pris pour un 1
} : { $new } au lieu de { $old }{ $sum ->
    [0] {""}
   *[given] , et alors { $sum }
}
not_misread = aucun chiffre du scan pris pour un autre, perdu ou lu deux fois ne fait tenir le contrôle
one_digit = un seul chiffre change de { $left } à { $right } : { $old } pour { $new }
several_digits = { $count } chiffres changent de { $left } à { $right }
other_length = { $left } et { $right } n'ont pas autant de chiffres
contrary_signs = { $left } et { $right } sont de signes contraires
swapped = deux chiffres intervertis changent { $left } en { $right }
not_swapped = intervertir deux chiffres de { $left } ne donne pas { $right }
multiple = { $small } × { $factor } = { $large }
no_multiple = { $large } n'est ni 10, ni 100, ni 1{"\u00A0"}000 fois { $small }
sign_alone = { $left } et { $right } ne diffèrent que par le signe
more_than_sign = { $left } et { $right } diffèrent par plus que le signe
taxed = { $net } hors taxes et { $gross } toutes taxes comprises, à { $rate }
not_taxed = le rapport de { $net } à { $gross } n'est aucun taux de TVA

## Hypothèses : une ligne, une colonne

line_forgotten = l'écart est le montant d'une ligne, oubliée : { $cell ->
    [0] { $amount }
   *[given] { $cell } : { $amount }
}
line_doubled = l'écart est le montant d'une ligne, comptée deux fois : { $cell ->
    [0] { $amount }
   *[given] { $cell } : { $amount }
}
line_nearly = l'écart de { $gap } est, aux arrondis près, une ligne { $fate ->
    [forgotten] oubliée
   *[doubled] comptée deux fois
} : { $cell ->
    [0] { $amount }
   *[given] { $cell } : { $amount }
}
blank_cell = la case vide de la ligne « { $row } » vaudrait { $amount }
blank_cells = les { $count } cases vides vaudraient ensemble { $amount }
line_lacking = une ligne de { $amount } manquerait au tableau
no_line = aucune des { $count } lignes ne vaut { $amount }
lines_together = l'écart est la somme de lignes : { $sum }
no_lines_together = aucun ensemble de lignes ne fait { $amount }
wrong_total = La somme des lignes donne aussi { $sum } : le total imprimé est seul de son avis.
wrong_total_nearly = La somme des lignes donne { $sum }, aux arrondis près : le total imprimé est seul de son avis.
columns_exchanged = les colonnes « { $one_column } » et « { $other_column } » sont échangées à la ligne « { $row } » : avec { $other } et { $one } au lieu de { $one } et { $other }, les deux totaux sont justes
of_neighbour = { $figure } est le chiffre de la colonne voisine « { $column } »
of_no_neighbour = aucune autre colonne de la ligne « { $row } » ne porte { $figure }
column_alone = aucune autre colonne n'est fausse de { $gap } : pas d'échange de colonnes

## Taux

rate_of_change = de { $from } à { $to }{ $spots ->
    [0] {""}
   *[given] {" "}({ $spots })
} { $change ->
    [same] rien ne change
    [up] la hausse est de { $rate }
   *[down] la baisse est de { $rate }
}
rate_of_share = { $part } sur { $whole }{ $spots ->
    [0] {""}
   *[given] {" "}({ $spots })
} font { $rate }
rate_as_written = { $key ->
    [0] On lit
   *[given] { $key } — on lit
} { $written } { $stands }, et { $reckoned }, égaux à la précision où ils sont écrits. Attendu : { $expected }.
rate_truncated = { $key ->
    [0] On lit
   *[given] { $key } — on lit
} { $written } { $stands }, et { $reckoned }, ce qui est tronqué et non arrondi. Attendu : { $expected }.
rate_differs = { $key ->
    [0] On lit
   *[given] { $key } — on lit
} { $written } { $stands }, alors que { $reckoned }, soit un écart de { $gap }. Attendu : { $expected }.
rate_holds = { $key ->
    [0] { $says }
   *[given] { $key } — { $says }
} : { $reckoned }, et on lit { $written }.
rate_contrary = { $key ->
    [0] On lit
   *[given] { $key } — on lit
} { $said ->
    [up] une hausse
   *[down] une baisse
} de { $written } { $stands }, alors que { $reckoned }, soit le sens contraire. Attendu : { $expected }.
in_other_words = { $written } ({ $percentage })
points = { $gap } { $count ->
    [one] point
   *[other] points
}
on_end = rapporté à la valeur d'arrivée ({ $end }) et non à celle de départ ({ $start }), l'écart de { $gap } fait { $rate }{ $instead ->
    [0] {""}
   *[given] , et non { $instead }
}
as_ratio = le rapport de { $end } à { $start } est de { $rate }{ $instead ->
    [0] {""}
   *[given] , et non { $instead }
}
on_rest = rapporté au reste ({ $whole } − { $part } = { $rest }) et non au tout, { $part } font { $rate }{ $instead ->
    [0] {""}
   *[given] , et non { $instead }
}
as_complement = la part du reste ({ $whole } − { $part } = { $rest }) est de { $rate }{ $instead ->
    [0] {""}
   *[given] , et non { $instead }
}
as_inverse = rapportés dans l'autre sens, { $whole } sur { $part } font { $rate }{ $instead ->
    [0] {""}
   *[given] , et non { $instead }
}
other_way = de { $from } à { $to } c'est { $said ->
    [up] une baisse et non une hausse
   *[down] une hausse et non une baisse
}, de { $rate }{ $instead ->
    [0] {""}
   *[given] , et non { $instead }
}
values_exchanged = les deux valeurs interverties, de { $from } à { $to }, { $said ->
    [up] la hausse
   *[down] la baisse
} est de { $rate }{ $instead ->
    [0] {""}
   *[given] , et non { $instead }
}
no_other_base = aucune autre base n'est possible

## Texte qui explique, année d'avant, plus petit ensemble

explained_by_text = Le document s'en explique : « { $text } »
copied = { $figure } { $here } est le chiffre de { $year } { $there } : recopié.
copied_all = Les chiffres comparés sont tous ceux de { $year } : aucun n'est désigné.
copied_some = { $count } des chiffres comparés sont ceux de { $year } : aucun n'est désigné.
copied_none_of = Aucun des { $count } chiffres comparés n'est celui de { $year }.
copied_none = Aucun des chiffres comparés n'est celui de { $year } : { $figures }.
not_that_figure = { $now } et non { $then }
smallest_set = Pour que les { $count } contrôles qui s'y rapportent tiennent ensemble, il suffit de lire { $ways }.
smallest_set_then = Pour que les { $count } contrôles qui s'y rapportent tiennent ensemble, il suffit de lire { $ways } (alors : { $sums }).
smallest_set_held = Pour que les { $count } contrôles qui s'y rapportent tiennent ensemble, il suffit de lire { $ways } ; { $sums } { $held ->
    [one] tient déjà
   *[other] tiennent déjà
}.
not_enough = { $count ->
    [1] Lire { $ways } ne suffirait pas
   *[several] Lire { $ways }, ne suffirait pas
} : on aurait { $when ->
    [then] alors
   *[still] encore
} { $sum }.
reading = { $new } au lieu de { $old }{ $stands ->
    [0] {""}
   *[given] {" "}{ $stands }
}

## Réalisé et prévisionnel

deviates = Le réalisé s'écarte de plus de { $share } du prévisionnel : { $parts }.
deviates_total = au total ({ $deviation }, { $spots })
deviates_lines = à { $count } { $count ->
    [1] ligne
   *[several] lignes
} sur { $total }{ $named ->
    [all] {" "}:
   *[some] , dont
} { $lines }
deviates_line = « { $line } » ({ $deviation }, { $spots })
deviation = { $planned ->
    [0] { $done } sans prévision
   *[given] { $done } pour { $planned } prévus, { $rate }
}
deviates_little = Le réalisé s'écarte d'au plus { $share } du prévisionnel : { $count } { $count ->
    [1] ligne
   *[several] lignes
}{ $rows ->
    [with_total] {" "}et le total
   *[lines] {""}
}.

## Dates

day = { $day ->
    [1] 1er
   *[other] { $day }
} { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
} { $year }
day_at = { $field ->
    [date_debut] le début de la période
    [date_fin] la fin de la période
    [date_signature] la signature
    [date_donnees] la date des données
    [date_adoption] l'adoption du bilan
    [date_etablissement] la date du document
   *[date_deliberation] la délibération
} ({ $date }, { $spot })
dates_out_of_order = { $first } vient { $days } { $days ->
    [1] jour
   *[several] jours
} après { $second }. Attendu : { $check ->
    [periode-ordre] une période commence avant de finir
    [signature-debut] l'acte est signé avant que la période ne commence
    [donnees-adoption] le bilan est adopté après la date à laquelle ses données sont arrêtées
   *[other] un acte que le bilan cite n'est pas postérieur au bilan
}.
dates_in_order = { $first } ne vient pas après { $second }.
dates_other_year = Avec une autre année l'ordre serait tenu : { $date } et non { $instead }.
dates_no_other_year = Une année de plus ou de moins ne rétablit pas l'ordre.
dates_swapped = Jour et mois intervertis l'ordre serait tenu : { $date } et non { $instead }.
dates_not_swapped = Jour et mois intervertis ne rétablissent pas l'ordre.
period_outside = La période va du { $from } ({ $from_spot }) au { $to } ({ $to_spot }) : elle { $how ->
    [apart] est hors de
   *[beyond] dépasse
} l'exercice { $year }. Attendu : la période est dans l'exercice.
period_within = La période du { $from } au { $to } s'accorde avec l'exercice { $year }.

## Dérogations

accepted_by = { $by }, jusqu'au { $until } : { $reason }

## Questions

ask_which = Demander { $operator ->
    [0] au service
   *[given] à « { $operator } » et au service
} lequel des deux est juste, { $left } ou { $right }, et la pièce qui le justifie.
ask_whom = Demander à « { $operator } » et au service : { $question }
ask_deviation = Demander { $operator ->
    [0] ce qui
   *[given] à « { $operator } » ce qui
} explique l'écart entre le réalisé et le prévu.
ask_which_day = Demander au service laquelle des deux dates est juste, le { $first } ou le { $second }, et l'acte qui le montre.
ask_year = Demander au service si le document est bien celui de l'exercice { $year }.
ask_reading = Faut-il lire { $ways } ?

## Correspondances

said_confirmed = confirmé par { $by } le { $on }
said_rejected = rejeté par { $by } le { $on }
matched_by_name = Rapprochement de { $document } : { $said }.
with_note = { $told } { $note }
on_paper = { $how ->
    [all] Lu sur un scan
   *[some] Lu en partie sur un scan
} : à vérifier sur la page.
pair_alike = rapprochés par leur seule ressemblance
pair_ambiguous = non rapprochés : un autre nom ressemble autant
pair_far = non rapprochés : la ressemblance ne suffit pas
pair_apart = non rapprochés
lacks_counterpart = aucun document « { $kind } » de l'archive ne lui correspond (dossier, territoire, année)
lacks_all = il ne donne pas { $names }
lacks_action = ni son action ni un opérateur du bilan qui n'en porte qu'une n'y sont dits
lacks_operator = aucun opérateur n'est nommé
lacks_keys = son territoire ou son année n'y est pas dit : l'année précédente ne se retrouve pas
lacks_one_year_before = { $count } documents sont de { $year } : lequel compte n'est pas dit
lacks_year_before = le document de { $year } du même territoire manque
lacks_action_of = aucune action de { $year } ne lui correspond (code et titre, titre seul, opérateur)
not_judged = Ce document n'est pas rapproché : ses données font { $size } Mio, au-delà de la limite de { $limit } Mio. Rien n'y est contrôlé ; relever la limite avec --max-judged si la mémoire le permet.
not_judged_with = Ce document n'est pas rapproché de { $other }{ $more ->
    [0] {""}
   *[given] {" "}et de { $more } de plus
} : leurs données font ensemble { $size } Mio, au-delà de la limite de { $limit } Mio. Relever la limite avec --max-judged si la mémoire le permet.
lacks_one_column = « { $name } » peut être lu dans plusieurs colonnes ({ $columns })
sums_of_table = Sommes du tableau « { $title } »
columns_too_many = il a plus de { $most } colonnes de montants : ses sommes ne sont pas refaites
sums_too_many = il imprime plus de { $most } sommes : elles ne sont pas refaites
sums_all_wrong = plus de { $most } ne tombent pas juste : il ne s'additionne pas ainsi
lacks_amounts = { $count ->
    [1] la ligne { $lines } n'y a pas de montant, qui vaudrait { $amount }
   *[several] les lignes { $lines } n'y ont pas de montant, ils feraient { $amount }
}
line_reading = « { $line } »{ $text ->
    [0] {""}
   *[given] {" "}(« { $text } »)
}
lacks_one_tax = { $key ->
    [0] {""}
   *[given] { $key },{" "}
}un montant est hors taxes ({ $without }) et l'autre ne l'est pas ou ne le dit pas ({ $with })
unsure_of = { $parts } { $count ->
    [1] peut
   *[several] peuvent
} se rapporter à { $wholes }
list_or_to = { $before }, ou à { $item }
reason_of = { $document }{ $cell ->
    [0] {""}
   *[given] , { $cell }
} : { $reason }

## Actes

lacks_authority = aucun document de l'archive n'est de la même collectivité (territoire, dossier)
lacks_one_authority = sa collectivité n'y est pas dite, et les documents du dossier sont de plusieurs
lacks_document_of = aucun document « { $kind } » de { $year } n'est dans l'archive pour cette collectivité
lacks_year_of_amount = l'année de ce montant n'est pas dite
lacks_amount_of_year = aucun acte ne donne « { $name } » pour { $year }
lacks_own_year = l'année du document n'y est pas dite
act = { $kind ->
    [amendment] l'avenant
   *[agreement] la convention
}{ $number ->
    [0] {""}
   *[given] {" "}n° { $number }
}{ $day ->
    [0] {""}
   *[given] {" "}du { $day }
} ({ $document })
day_in_figures = { $day }/{ $month }/{ $year }
act_only = seul acte à donner ce montant
act_sets = { $last ->
    [by_date] dernier en date
   *[by_number] dernier par son numéro
}, il remplace le montant donné par { $before }
act_changes = { $last ->
    [by_date] dernier en date
   *[by_number] dernier par son numéro
}, il { $effect ->
    [less] réduit
   *[more] complète
} le montant donné par { $set }
act_in_force = Acte tenu pour en vigueur : { $act }, { $why }.
lacks_act_before = { $act } complète un montant qu'aucun acte de l'archive ne donne
lacks_act_amount = aucun montant n'est lu dans { $act }, qui peut changer celui des autres
lacks_one_amount = { $act } donne plusieurs montants pour la même année
lacks_one_agreement = deux conventions donnent un montant pour la même année : { $one } et { $other }
lacks_one_order = l'ordre des actes se contredit : { $one } et { $other }
lacks_order = l'ordre des actes n'est pas dit (ni date ni numéro qui les départage) : { $one } et { $other }
lacks_amendment = l'avenant n° { $number } manque à l'archive et peut avoir changé le montant
