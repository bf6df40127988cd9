"""The two bilans of the samples as HTML: the seed's figures, in other words."""

from html import escape

ACTIONS = {
    "1.1": "Tenir des permanences d'accès aux droits dans les quartiers et les communes",
    "1.2": "Aller vers les habitants éloignés du numérique avec des ateliers itinérants",
    "2.1": "Faire vivre une équipe de prévention spécialisée à la mesure du territoire",
    "3.1": "Accompagner les ménages vers un logement et les aider à s'y maintenir",
    "3.2": "Soutenir les personnes en grande difficulté dans leur logement",
    "3.3": "Ouvrir des ateliers de français aux personnes peu scolarisées",
}
GROUPS = {"1": "Accès aux droits", "2": "Prévention spécialisée", "3": "Logement et langue française"}

YEAR_2023 = {
    "year": 2023, "act": "22 juin 2023", "told": "347 000 €", "spent": "879 505 €",
    "status": {"1.1": "réalisée", "1.2": "réalisée", "2.1": None, "3.1": "réalisée", "3.2": "partiellement réalisée", "3.3": "réalisée"},
    "prose": {
        "1.1": ["Sept agents reçoivent le public dans les points d'accès aux droits.",
                "En 2023, 5 072 entretiens ont été menés, dont 2 644 par des agents d'accueil."],
        "1.2": ["Les ateliers sont confiés à Cap Numérique.", "48 personnes ont été orientées en 2023 dont 31 femmes."],
        "2.1": ["L'association Le Fil a été retenue pour porter l'équipe, forte de 21 éducateurs.", "Au cours de l'année, 458 jeunes étaient accompagnés."],
        "3.1": ["Cette mission est assurée par La Passerelle dans le cadre d'un marché public.",
                "En 2023, 104 accompagnements ont été proposés (73 mesures Maintien et 31 mesures Accès)."],
        "3.2": ["La Passerelle met en œuvre ce service. Un 6ème poste de travailleur social est financé par la convention.",
                "269 personnes ont été suivies sur l'année 2023. 53 entrées ont été enregistrées en 2023, 52 sorties et 220 personnes présentes au 31 décembre."],
        "3.3": ["L'action est portée par Cap Numérique.", "20 stagiaires ont été accueillis en 2023."],
    },
    "budget": {"1.1": (100000, 100000), "1.2": (10000, 10000), "2.1": (140000, 140000), "3.1": (70000, 70000), "3.2": (25000, 25000), "3.3": (2500, 2500)},
}

YEAR_2022 = {
    "year": 2022, "act": "30 juin 2022", "told": "330 000 €", "spent": "801 250 €",
    "status": {"1.1": "réalisée", "1.2": "en cours", "2.1": "réalisée", "3.1": "réalisée", "3.2": "réalisée", "3.3": "reportée"},
    "prose": {
        "1.1": ["En 2022, 4 810 entretiens ont été menés, dont 2 305 par des agents d'accueil."],
        "1.2": ["Les ateliers sont confiés à Cap Numérique.", "39 personnes ont été orientées en 2022 dont 22 femmes."],
        "2.1": ["L'association Le Fil a été retenue pour porter l'équipe.", "431 jeunes étaient accompagnés en 2022."],
        "3.1": ["Cette mission est assurée par La Passerelle dans le cadre d'un marché public.",
                "En 2022, 98 accompagnements ont été proposés (70 mesures Maintien et 28 mesures Accès)."],
        "3.2": ["La Passerelle met en œuvre ce service.",
                "257 personnes ont été suivies sur l'année 2022. 49 entrées ont été enregistrées en 2022, 41 sorties et 216 personnes présentes au 31 décembre."],
        "3.3": ["L'ouverture des ateliers est prévue à l'automne suivant."],
    },
    "budget": {"1.1": (95000, 95000), "1.2": (9000, 9000), "2.1": (135000, 135000), "3.1": (66000, 66000), "3.2": (22500, 22500), "3.3": (2500, 2500)},
}


def euros(value):
    return f"{value:,} €".replace(",", " ")


def body(d):
    """The bilan as HTML, the same for every producer."""
    out = [f"<h1>Bilan de la convention d'appui à la lutte contre la pauvreté {d['year']}</h1>",
           f"<p>Date de la délibération : {d['act']}</p>", f"<p>Période de mise en œuvre : {d['year']}</p>", "<h2>Bilan des actions</h2>"]
    for group, name in GROUPS.items():
        out.append(f"<h3>Action {group} – {name}</h3>")
        for code, title in ACTIONS.items():
            if not code.startswith(group + "."): continue
            out.append(f"<h4>Action {code} {escape(title)}</h4>")
            if d["status"][code]: out.append(f"<p>Action {d['status'][code]}.</p>")
            out += [f"<p>{escape(p)}</p>" for p in d["prose"][code]]
    out.append("<h2>Budget associé</h2>")
    out.append(f"<p>L'État a soutenu Val-de-Brenne métropole à hauteur de {d['told']} et la collectivité s'était engagée à consacrer des financements au moins équivalents.</p>")
    out.append(f"<h3>Budget prévisionnel {d['year']} par action</h3>")
    out.append(table(d))
    out.append("<h3>Total des dépenses engagées par Val-de-Brenne métropole</h3>")
    out.append(f"<p>Pour l'ensemble de ces actions, Val-de-Brenne métropole a engagé {d['spent']} de dépenses en {d['year']}, avec un financement de l'État de {d['told']}.</p>")
    return "\n".join(out)


def table(d):
    rows = ['<tr><th colspan="2"></th><th>Montant État</th><th>Montant Val-de-Brenne métropole</th></tr>']
    for group, name in GROUPS.items():
        rows.append(f'<tr><td colspan="4"><b>Action {group} – {name}</b></td></tr>')
        for code, title in ACTIONS.items():
            if not code.startswith(group + "."): continue
            state, local = d["budget"][code]
            rows.append(f'<tr><td>Action {code}</td><td>{escape(title)}.</td><td align="right">{euros(state)}</td><td align="right">{euros(local)}</td></tr>')
    totals = [sum(v[i] for v in d["budget"].values()) for i in (0, 1)]
    rows.append(f'<tr><td colspan="2"><b>Total</b></td><td align="right">{euros(totals[0])}</td><td align="right">{euros(totals[1])}</td></tr>')
    return f'<table border="1" cellspacing="0" cellpadding="4" width="100%">{"".join(rows)}</table>'
