/* SPDX-License-Identifier: MIT */
/* Coding agents, which mark the environment of what they start. */
#ifndef FC_AGENT_H
#define FC_AGENT_H

/*
 * The variable by which an agent is known to be at work, or NULL. Anybody can
 * set or unset it, and a person may work in an agent's editor: it is good for a
 * default, and for nothing that must hold. The markers are those of Fly's
 * clients (superfly/client-signals, spec/markers.json).
 */
const char *agent_marker(void);

#endif
