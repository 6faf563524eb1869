"""The engine behind an OpenAI-compatible model service; the only user of the `openai` package.

    engine                          every ability of the ports in `summarizer.engine`
    options                         what can be set
    passages, relevance             what is read: numbered sentences, cut to a budget
    prompts, task                   what is said to a model
    schema, drafts, growing         what it replies, and what becomes of it
    caller, effort, trouble         one thing asked until it is answered
    abilities, breaker, alarm       what an endpoint can do, when to leave it alone, who hears
    client, wire                    one attempt over the network
    prices, tokens, budget, ledger  what a call costs, and whether it may be made
    cache                           what was said already

Importing `engine` loads the `openai` package, which takes about half a second: do it only where a
model is used.
"""
