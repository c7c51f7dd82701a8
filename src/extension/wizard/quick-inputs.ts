/** How a step ended. */
export type Answer<T> =
  | { readonly kind: "answered"; readonly value: T }
  | { readonly kind: "back" }
  | { readonly kind: "abandoned" };

/** Where in the wizard a question stands. */
export interface Frame {
  readonly title: string;
  /** From 1. */
  readonly step: number;
  readonly totalSteps: number;
}

export interface Option<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly value: T;
}

/** The questions a wizard can ask. Back is offered from the second step on. */
export interface QuickInputs {
  pickOne<T>(question: {
    readonly frame: Frame;
    readonly placeholder: string;
    readonly options: readonly Option<T>[];
    /** Highlighted at first. */
    readonly active: T;
  }): Promise<Answer<T>>;
  /** Accepts no empty answer: `whenEmpty` says so. */
  pickMany<T>(question: {
    readonly frame: Frame;
    readonly placeholder: string;
    readonly whenEmpty: string;
    readonly options: readonly Option<T>[];
    readonly picked: readonly T[];
  }): Promise<Answer<readonly T[]>>;
  /** `problem` gives what is wrong with the text, while it is typed. */
  enterText(question: {
    readonly frame: Frame;
    readonly prompt: string;
    readonly placeholder: string;
    readonly value: string;
    readonly problem: (text: string) => string | undefined;
  }): Promise<Answer<string>>;
}
