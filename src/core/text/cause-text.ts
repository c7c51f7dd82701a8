import { assertNever } from "../assert-never.ts";
import type { CauseEvidence } from "../benchmark/report.ts";
import { formatCount, formatDuration, formatFactor, formatShare } from "./format-number.ts";
import { type Text, text } from "./text.ts";

/** A cause for people. Reports of other releases may lack some evidence: then `figures` is null, the rest still holds. */
export interface CauseText {
  readonly title: Text;
  /** What the cause means. */
  readonly explanation: Text;
  /** The evidence, as one sentence. */
  readonly figures: Text | null;
  readonly advice: Text;
}

export function causeText({ cause, evidence }: CauseEvidence): CauseText {
  const figures = causeFigures({ cause, evidence });
  switch (cause) {
    case "more-lanes-than-cores":
      return {
        title: text("More lanes than cores"),
        explanation: text(
          "Lanes that compute need a core each. Beyond the cores they take turns instead of working at the same time.",
        ),
        figures,
        advice: text("Use at most as many lanes as this machine has cores."),
      };
    case "lane-cpu-bound":
      return {
        title: text("The lanes compute"),
        explanation: text(
          "The lanes were busy on a CPU nearly all the time: the time goes into reading and decoding rows, not into waiting for a disk or a lock.",
        ),
        figures,
        advice: text(
          "More lanes can help only while cores are free. Reading fewer rows or columns helps in any case.",
        ),
      };
    case "lock-waits":
      return {
        title: text("Waits for locks"),
        explanation: text("Lanes waited for a lock that another session of the database held."),
        figures,
        advice: text(
          "Look for a program that writes to the database at the same time. In SQLite's WAL mode, readers do not wait for the writer.",
        ),
      };
    case "shared-session-queues":
      return {
        title: text("A shared session is a queue"),
        explanation: text(
          "A session does one operation at a time, so lanes that share it wait for each other instead of working in parallel.",
        ),
        figures,
        advice: text("Give every lane a session of its own."),
      };
    case "event-loop-busy":
      return {
        title: text("One thread serves all tasks"),
        explanation: text(
          "Tasks wait for the server side by side, but what the program does with the rows happens on one thread, which was busy nearly all the time.",
        ),
        figures,
        advice: text("Use threads or processes, or do less per row in the program."),
      };
    case "server-lock-waits":
      return {
        title: text("Waits for locks at the server"),
        explanation: text(
          "The server was seen waiting for locks that other sessions held, while it worked for the lanes.",
        ),
        figures,
        advice: text(
          "Look for a program that writes to the same tables, or holds a transaction open, at the same time.",
        ),
      };
    case "server-cpu-saturated":
      return {
        title: text("The server has no more to give"),
        explanation: text(
          "For the same work, the lanes' sessions were computing at the server, or ready to, for far longer than serial's: they took turns on its processors.",
        ),
        figures,
        advice: text(
          "More lanes cannot help. Make the query cheaper, or use fewer lanes and leave the server to others.",
        ),
      };
    case "network-bound":
      return {
        title: text("The way to the server takes the time"),
        explanation: text(
          "For most of the time neither the server worked for the lane nor the lane computed: requests and rows were on their way.",
        ),
        figures,
        advice: text(
          "Ask for more with each statement, or run statements side by side: threads and tasks wait for the network at the same time.",
        ),
      };
    case "result-materialisation":
      return {
        title: text("Keeping the rows costs time"),
        explanation: text(
          "Rows that are all kept must be allocated and collected again; that part of the time is spent in the program, not in the database.",
        ),
        figures,
        advice: text("Process rows while they arrive, or fetch fewer rows and columns."),
      };
    case "too-noisy":
      return {
        title: text("The machine was too restless"),
        explanation: text(
          "Serial was measured twice in this run. The two should be equal; they were so far apart, or so unsteady, that no difference between strategies can be trusted.",
        ),
        figures,
        advice: text("Close what else is at work on this machine, or ask for more trials, and run again."),
      };
    case "too-short-to-measure":
      return {
        title: text("Too short to measure"),
        explanation: text("A trial ended so soon that starting the lanes alone could pass for a difference."),
        figures,
        advice: text("Ask for more operations per trial, so that serial takes 100 ms or longer."),
      };
    case "data-changed":
      return {
        title: text("The data changed"),
        explanation: text(
          "All trials do the same operations, yet they did not read the same rows. Times of different work cannot be compared.",
        ),
        figures,
        advice: text(
          "Run again while nobody writes, or measure a copy of the database. A query with random() or the current time also does this.",
        ),
      };
    default:
      return assertNever(cause);
  }
}

/** The evidence of a cause as one sentence; null where a figure that it needs is missing. */
export function causeFigures({ cause, evidence }: CauseEvidence): Text | null {
  const figure = evidenceReader(evidence);
  switch (cause) {
    case "more-lanes-than-cores":
      return figure(
        "{strategy} has {lanes} lanes on {cores} cores; no gain from the extra lanes can be shown.",
        { strategy: asIs, lanes: asIs, cores: asIs },
      );
    case "lane-cpu-bound":
      return figure("The lanes of {strategy} were busy on a CPU for {cpuShare} of their time.", {
        strategy: asIs,
        cpuShare: formatShare,
      });
    case "lock-waits":
      return figure(
        "{strategy} waited {waits} times for a lock, {waitMs} in all: {share} of its lanes' time.",
        {
          strategy: asIs,
          waits: asIs,
          waitMs: formatDuration,
          share: formatShare,
        },
      );
    case "shared-session-queues":
      return figure(
        "The lanes of {strategy} spent {queueShare} of their time waiting for the one session (factor {factor}).",
        { strategy: asIs, queueShare: formatShare, factor: formatFactor },
      );
    case "event-loop-busy":
      return figure(
        "The one thread of {strategy} was busy on a CPU for {cpuShare} of the time (factor {factor}).",
        { strategy: asIs, cpuShare: formatShare, factor: formatFactor },
      );
    case "server-lock-waits":
      return figure("The server's sessions of {strategy} waited for locks for {share} of their time.", {
        strategy: asIs,
        share: formatShare,
      });
    case "server-cpu-saturated":
      return figure(
        "The {lanes} sessions of {strategy} were computing or ready to for {times} times as long as serial's (factor {factor}).",
        { lanes: asIs, strategy: asIs, times: formatFactor, factor: formatFactor },
      );
    case "network-bound":
      return figure(
        "Of the time of {strategy}, {networkShare} passed while neither the server nor the lane worked.",
        { strategy: asIs, networkShare: formatShare },
      );
    case "result-materialisation":
      return figure(
        "Keeping the rows takes {share} of the time: one operation takes {allMs} with them kept, {streamMs} with them dropped.",
        { share: formatShare, allMs: formatDuration, streamMs: formatDuration },
      );
    case "too-noisy":
      return figure(
        "Serial against serial came out between {low} and {high} instead of 1; the limit is {limit} either way.",
        { low: formatFactor, high: formatFactor, limit: formatShare },
      );
    case "too-short-to-measure":
      return figure("A trial of serial takes {medianMs}; {limitMs} is the least that can be judged.", {
        medianMs: formatDuration,
        limitMs: formatDuration,
      });
    case "data-changed":
      return dataChangeFigures(evidence);
    default:
      return assertNever(cause);
  }
}

function dataChangeFigures(evidence: CauseEvidence["evidence"]): Text | null {
  const figure = evidenceReader(evidence);
  const { fewestRows, mostRows } = evidence;
  if (fewestRows !== mostRows) {
    return figure("Trials read between {fewestRows} and {mostRows} rows.", {
      fewestRows: formatCount,
      mostRows: formatCount,
    });
  }
  return figure("Trials read {mostRows} rows each, but with {checksums} different contents.", {
    mostRows: formatCount,
    checksums: asIs,
  });
}

const asIs = "as-is";
type Format = typeof asIs | ((value: number) => string);

/** Fills a message from the evidence; null as soon as one figure is missing or of another type. */
function evidenceReader(evidence: CauseEvidence["evidence"]) {
  return (message: string, formats: Readonly<Record<string, Format>>): Text | null => {
    const args: Record<string, string | number> = {};
    for (const [key, format] of Object.entries(formats)) {
      const value = evidence[key];
      if (value === undefined || (format !== asIs && typeof value !== "number")) return null;
      args[key] = format === asIs ? value : format(Number(value));
    }
    return text(message, args);
  };
}
