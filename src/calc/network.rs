//! Several stations.

use super::Need::{Repeated, Required};
use super::arguments::{Arguments, Phrase, service, whole};
use super::lines::Lines;
use super::queueing::growth;
use super::{Argument, CalcError, Class, Formula, Takes};
use crate::catalog::nearest;
use crate::formulas::{bound, network, tandem, waiting};
use crate::units::Kind;

pub(super) const TANDEM: Formula = Formula {
    name: "tandem",
    doc: "Time through M/M/1 stations in a row, percentiles included, which are less than the sum of the percentiles.",
    source: "Burke 1956, Reich 1957; uniformization after Jensen 1953",
    arguments: &[
        Argument::new("arrivals", Takes::Quantity(Kind::RecordRate), Required, "records per time"),
        Argument::new("service", Takes::Service, Repeated, "of one station: rate, or time of one record"),
    ],
    example: &[("arrivals", "75/s"), ("service", "100/s"), ("service", "100/s")],
    work: |arguments| {
        let arrivals = arguments.number("arrivals")?;
        let rates: Vec<f64> =
            arguments.texts("service").map(|text| service("service", text)).collect::<Result<_, _>>()?;
        let least = rates.iter().copied().fold(f64::INFINITY, f64::min);
        let mut lines = Lines::new();
        let left: Vec<f64> = rates.iter().map(|rate| rate - arrivals).collect();
        if arrivals >= least {
            lines
                .unstable(&["response_mean", "response_p50", "response_p95", "response_p99"], &growth(arrivals, least));
            return Ok(lines);
        }
        let doc = "one for each station";
        let through = tandem::Tandem::new(&left).ok_or_else(|| arguments.missing("service", doc))?;
        lines.exact("response_mean", Kind::Time, through.mean(), "sum of 1 / (mu - lambda)");
        for (key, p) in [("response_p50", 0.5), ("response_p95", 0.95), ("response_p99", 0.99)] {
            lines.exact(
                key,
                Kind::Time,
                through.quantile(p),
                "of the sum of exponential times; percentiles are not added",
            );
        }
        Ok(lines)
    },
};

const STATION: &str = "NAME service 25/s external 4/s servers 1";
const ROUTE: &str = "FROM to NAME share 50 %";

pub(super) const JACKSON: Formula = Formula {
    name: "jackson",
    doc: "Open network of M/M/c stations with routes between them, loops included.",
    source: "Jackson 1957; traffic equations x = gamma + P'x",
    arguments: &[
        Argument::new(
            "station",
            Takes::Words,
            Repeated,
            "`NAME service 25/s external 4/s servers 1`, the last two optional",
        ),
        Argument::new("route", Takes::Words, Repeated, "`FROM to NAME share 50 %`; what is not routed leaves"),
    ],
    example: &[
        ("station", "api service 14/s external 8/s"),
        ("station", "worker service 9/s"),
        ("route", "api to worker share 20 %"),
        ("route", "worker to api share 100 %"),
    ],
    work: jackson,
};

struct Station {
    name: String,
    service: f64,
    external: f64,
    servers: u32,
}

fn stations(arguments: &Arguments<'_>) -> Result<Vec<Station>, CalcError> {
    let mut found: Vec<Station> = Vec::new();
    for text in arguments.texts("station") {
        let phrase = Phrase::read("station", text, &["service", "external", "servers"], STATION)?;
        let name = phrase.head()?.to_owned();
        let servers = phrase.optional("servers", Kind::Count)?.unwrap_or(1.0);
        let servers = whole(servers, waiting::MOST_SERVERS).ok_or_else(|| phrase.wrong())?;
        if found.iter().any(|station| station.name == name) || found.len() >= network::MOST_STATIONS {
            return Err(phrase.wrong());
        }
        found.push(Station {
            service: service("station", phrase.section("service")?)?,
            external: phrase.optional("external", Kind::RecordRate)?.unwrap_or(0.0),
            servers,
            name,
        });
    }
    if found.is_empty() {
        return Err(arguments.missing("station", "at least one, as `NAME service 25/s external 4/s`"));
    }
    Ok(found)
}

/// The place of a name in a list of names.
fn place<'a>(
    phrase: &Phrase<'_>,
    name: &str,
    names: impl Iterator<Item = &'a str> + Clone,
) -> Result<usize, CalcError> {
    names.clone().position(|known| known == name).ok_or_else(|| phrase.wrong_name(nearest(name, names)))
}

fn jackson(arguments: &Arguments<'_>) -> Result<Lines, CalcError> {
    let stations = stations(arguments)?;
    let names = || stations.iter().map(|station| station.name.as_str());
    let mut routes = Vec::new();
    let mut leaving = vec![1.0; stations.len()];
    for text in arguments.texts("route") {
        let phrase = Phrase::read("route", text, &["to", "share"], ROUTE)?;
        let from = place(&phrase, phrase.head()?, names())?;
        let to = place(&phrase, phrase.section("to")?, names())?;
        let share = phrase.optional("share", Kind::Share)?.unwrap_or(1.0);
        if let Some(left) = leaving.get_mut(from) {
            *left -= share;
            if *left < -1e-9 {
                return Err(CalcError::Range {
                    key: "route",
                    expected: "shares that add up to at most 100 % at each station",
                    found: text.to_owned(),
                });
            }
        }
        routes.push((from, to, share));
    }
    let external: Vec<f64> = stations.iter().map(|station| station.external).collect();
    let mut lines = Lines::new();
    let Some(traffic) = network::traffic(&external, &routes) else {
        let how = "a loop gives back all that it takes, so its traffic grows by what enters it, every round";
        lines.unstable(&["arrivals", "in_system", "response_mean"], how);
        return Ok(lines);
    };
    let (mut inside, mut unstable) = (0.0, None);
    for (station, arrivals) in stations.iter().zip(traffic) {
        let key = |figure: &str| format!("{}.{figure}", station.name);
        let capacity = station.service * f64::from(station.servers);
        lines.exact(key("arrivals"), Kind::RecordRate, arrivals, "x = gamma + P'x");
        lines.exact(key("utilization"), Kind::Share, arrivals / capacity, "x / (c mu)");
        let Some(wait) = waiting::mmc(arrivals, station.service, station.servers) else {
            let how = growth(arrivals, capacity);
            lines.unstable(&[&key("response_mean"), &key("in_system")], &how);
            unstable = Some(format!("{}: {how}", station.name));
            continue;
        };
        let response = wait.mean() + 1.0 / station.service;
        lines.exact(key("response_mean"), Kind::Time, response, "M/M/c by itself: Wq + 1 / mu");
        lines.exact(key("in_system"), Kind::Records, arrivals * response, "L = x W");
        inside += arrivals * response;
    }
    let gamma: f64 = external.iter().sum();
    if let Some(how) = unstable {
        lines.unstable(&["in_system", "response_mean"], &how);
        return Ok(lines);
    }
    lines.exact("in_system", Kind::Records, inside, "sum over stations");
    if gamma > 0.0 {
        lines.exact("response_mean", Kind::Time, inside / gamma, "Little: L / sum of gamma");
    } else {
        lines.none("response_mean", "nothing comes in");
    }
    Ok(lines)
}

const CLASS: &str = "NAME arrivals 3/h";
const DEMAND: &str = "CLASS at STATION visits 10 service 100 ms";

pub(super) const MULTICLASS: Formula = Formula {
    name: "multiclass",
    doc: "Open network with several classes of records at single servers: what each class asks of each station.",
    source: "Baskett, Chandy, Muntz, Palacios 1975; Lazowska et al. (1984), chapter 7: R = sum of V S / (1 - U)",
    arguments: &[
        Argument::new("class", Takes::Words, Repeated, "`NAME arrivals 3/h`"),
        Argument::new("demand", Takes::Words, Repeated, "`CLASS at STATION visits 10 service 100 ms`"),
    ],
    example: &[
        ("class", "reads arrivals 100/s"),
        ("class", "writes arrivals 10/s"),
        ("demand", "reads at disk visits 1 service 5 ms"),
        ("demand", "writes at disk visits 2 service 10 ms"),
    ],
    work: multiclass,
};

fn multiclass(arguments: &Arguments<'_>) -> Result<Lines, CalcError> {
    let (mut classes, mut rates, mut names) = (Vec::<String>::new(), Vec::new(), Vec::<String>::new());
    for text in arguments.texts("class") {
        let phrase = Phrase::read("class", text, &["arrivals"], CLASS)?;
        classes.push(phrase.head()?.to_owned());
        rates.push(phrase.number("arrivals", Kind::RecordRate)?);
    }
    let mut demands = Vec::new();
    for text in arguments.texts("demand") {
        let phrase = Phrase::read("demand", text, &["at", "visits", "service"], DEMAND)?;
        let class = place(&phrase, phrase.head()?, classes.iter().map(String::as_str))?;
        let name = phrase.section("at")?.to_owned();
        let station = names.iter().position(|known| *known == name).unwrap_or_else(|| {
            names.push(name);
            names.len() - 1
        });
        let visits = phrase.optional("visits", Kind::Ratio)?.unwrap_or(1.0);
        demands.push(network::Demand { class, station, visits, time: phrase.number("service", Kind::Time)? });
    }
    if classes.is_empty() || demands.is_empty() {
        return Err(arguments.missing("class and demand", "at least one of each"));
    }
    let used = network::utilizations(&rates, names.len(), &demands);
    let mut lines = Lines::new();
    for (name, utilization) in names.iter().zip(&used) {
        lines.exact(format!("{name}.utilization"), Kind::Share, *utilization, "sum of lambda V S");
    }
    for (index, (class, rate)) in classes.iter().zip(&rates).enumerate() {
        let mut total = Some(0.0);
        for demand in demands.iter().filter(|demand| demand.class == index) {
            let (Some(name), Some(utilization)) = (names.get(demand.station), used.get(demand.station)) else {
                continue;
            };
            let key = |figure: &str| format!("{class}.{name}.{figure}");
            lines.exact(key("throughput"), Kind::RecordRate, rate * demand.visits, "lambda V");
            if let Some(time) = network::residence(*demand, *utilization) {
                lines.exact(key("residence"), Kind::Time, time, "V S / (1 - U)");
                lines.exact(key("in_system"), Kind::Records, rate * time, "lambda V S / (1 - U)");
                total = total.map(|total| total + time);
            } else {
                let how = format!("{name} gets {:.6} s more work each second than it does", utilization - 1.0);
                lines.unstable(&[&key("residence"), &key("in_system")], &how);
                total = None;
            }
        }
        let key = format!("{class}.response_mean");
        match total {
            Some(total) => lines.exact(key, Kind::Time, total, "sum of V S / (1 - U)"),
            None => lines.unstable(&[&key], "a station on the way is over capacity"),
        }
    }
    Ok(lines)
}

const SERVER: &str = "rate 10 MB/s latency 10 ms";

pub(super) const BOUND: Formula = Formula {
    name: "bound",
    doc: "The longest delay that there can be: arrivals held to a token bucket, servers that give at least a rate \
          after at most a latency.",
    source: "Cruz 1991; Le Boudec and Thiran, Network Calculus (2001)",
    arguments: &[
        Argument::new("rate", Takes::Rate, Required, "long-term rate of the arrivals"),
        Argument::new("burst", Takes::Volume, Required, "what may come at once on top"),
        Argument::new("server", Takes::Words, Repeated, "`rate 10 MB/s latency 10 ms`, in order"),
    ],
    example: &[("rate", "5 MB/s"), ("burst", "25 MB"), ("server", "rate 10 MB/s latency 10 s")],
    work: |arguments| {
        let (rate, burst) = (arguments.number("rate")?, arguments.number("burst")?);
        let mut servers = Vec::new();
        for text in arguments.texts("server") {
            let phrase = Phrase::read("server", text, &["rate", "latency"], SERVER)?;
            phrase.no_head()?;
            let rate = arguments.rate("server", phrase.section("rate")?)?;
            let latency = phrase.optional("latency", Kind::Time)?.unwrap_or(0.0);
            servers.push(bound::Server { rate, latency });
        }
        if servers.is_empty() {
            return Err(arguments.missing("server", "at least one, as `rate 10 MB/s latency 10 ms`"));
        }
        let mut lines = Lines::new();
        let Some(found) = bound::bounds(rate, burst, &servers) else {
            let least = servers.iter().map(|server| server.rate).fold(f64::INFINITY, f64::min);
            let how = format!("the backlog grows by {} each second", arguments.of.named(rate - least));
            lines.unstable(&["delay", "backlog", "delay_one_by_one"], &how);
            return Ok(lines);
        };
        let class = Class::Bound;
        lines.classed("delay", Kind::Time, found.delay, class, "sum of latencies + burst / least rate");
        lines.classed("backlog", arguments.of.volume(), found.backlog, class, "burst + rate x sum of latencies");
        let how = "sum of each alone, its burst grown by rate x the latencies before it: never less than delay";
        lines.classed("delay_one_by_one", Kind::Time, found.delay_one_by_one, class, how);
        Ok(lines)
    },
};
