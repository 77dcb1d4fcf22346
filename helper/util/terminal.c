/* SPDX-License-Identifier: MIT */
/* The person at the terminal: asked for secrets, shown only plain text. */
#include "config.h"

#include "util/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* A line feed with more behind it this soon belongs to a paste. */
#define PASTE_PAUSE_MS 100
#define LOOK_MS	       1000
#define ANSWER_MAX     (256 * 1024)
#define PASTE_BEGIN    "\033[200~"
#define PASTE_END      "\033[201~"

bool terminal_is_there(void)
{
	AUTO_CLOSE int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

	return fd >= 0;
}

static bool more_comes(int fd)
{
	struct pollfd wanted = {.fd = fd, .events = POLLIN};

	return poll(&wanted, 1, PASTE_PAUSE_MS) > 0;
}

static bool ends_with(const struct secret *text, const char *end)
{
	size_t length = strlen(end);

	return text->length >= length &&
	       memcmp(text->data + text->length - length, end, length) == 0;
}

static void drop_end(struct secret *text, size_t length)
{
	text->length -= length;
	text->data[text->length] = '\0';
}

/* The bytes that continue a character in UTF-8 go with its first. */
static void drop_character(struct secret *text)
{
	while (text->length &&
	       ((unsigned char)text->data[text->length - 1] & 0xc0) == 0x80)
		drop_end(text, 1);
	if (text->length)
		drop_end(text, 1);
}

/* One key press; false when the answer is complete or given up. */
static bool take_key(int fd, char key, struct secret *answer, bool *pasting)
{
	if (key == '\r')
		key = '\n';
	if (key == '\n' && !*pasting && !more_comes(fd))
		return false;
	if ((key == '\b' || key == 0x7f) && !*pasting) {
		drop_character(answer);
		return true;
	}
	if (key == 0x1a && !*pasting) /* ^Z; we can't be stopped here */
		return true;
	if (key == 0x15 && !*pasting) /* ^U */
		secret_clear(answer);
	else
		secret_append(answer, &key, 1);
	if (ends_with(answer, PASTE_BEGIN)) {
		drop_end(answer, strlen(PASTE_BEGIN));
		*pasting = true;
	} else if (ends_with(answer, PASTE_END)) {
		drop_end(answer, strlen(PASTE_END));
		*pasting = false;
	}
	return true;
}

static volatile sig_atomic_t interrupted;

static void note_signal(int number)
{
	interrupted = number;
}

/* Waits for a key; false when none is needed any more. */
static bool await_key(int fd, const struct terminal_meanwhile *meanwhile)
{
	struct pollfd wanted[] = {
		{.fd = fd, .events = POLLIN},
		{.fd = meanwhile->fd, .events = POLLIN},
	};

	while (!interrupted && wanted[0].revents == 0) {
		if (meanwhile->look(meanwhile->data))
			return false;
		if (poll(wanted, 2, LOOK_MS) < 0)
			wanted[0].revents = 0;
	}
	return true;
}

static bool read_keys(int fd, const struct terminal_meanwhile *meanwhile,
		      struct secret *answer, struct error *err)
{
	bool pasting = false;
	char key;

	for (;;) {
		ssize_t got = 0;

		if (meanwhile && !await_key(fd, meanwhile)) {
			secret_clear(answer);
			return true;
		}
		if (!interrupted)
			got = read(fd, &key, 1);
		if (got < 0 && errno == EINTR && !interrupted)
			continue;
		if (interrupted)
			return fail(err, ERR_FAILED, "interrupted");
		if (got <= 0 || (key == 0x04 && !pasting))
			return fail(err, ERR_FAILED, "nothing was entered");
		if ((key == 0x03 || key == 0x1c) && !pasting) /* ^C, ^\ */
			return fail(err, ERR_FAILED, "interrupted");
		if (!take_key(fd, key, answer, &pasting))
			return true;
		if (answer->length > ANSWER_MAX)
			return fail(err, ERR_USAGE, "that is far too long");
	}
}

static void say(int fd, const char *text)
{
	if (write(fd, text, strlen(text)) < 0)
		return; /* the question is lost; the answer may still come */
}

#define SIGNALS 4
static const int signals[SIGNALS] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

/* What was before the question and is again after it. */
struct before {
	struct termios terminal;
	struct sigaction actions[SIGNALS];
};

/* So that no signal ends us while the terminal is silent. */
static void catch_signals(struct before *before)
{
	const struct sigaction noting = {.sa_handler = note_signal};
	size_t i;

	interrupted = 0;
	for (i = 0; i < SIGNALS; i++) {
		sigaction(signals[i], NULL, &before->actions[i]);
		if (before->actions[i].sa_handler != SIG_IGN)
			sigaction(signals[i], &noting, NULL);
	}
}

static void restore(int fd, const struct before *before)
{
	size_t i;

	tcsetattr(fd, TCSANOW, &before->terminal);
	for (i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &before->actions[i], NULL);
}

/* Silences the terminal and lets every key through as it is. */
static bool silence(int fd, struct before *ret_before)
{
	struct termios raw;

	if (tcgetattr(fd, &ret_before->terminal) < 0)
		return false;
	raw = ret_before->terminal;
	/* Not canonical: that would cut lines at 4095 bytes. Keys that send
	 * signals arrive as bytes, so that the terminal is always restored. */
	raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	raw.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IXON);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	catch_signals(ret_before);
	if (tcsetattr(fd, TCSAFLUSH, &raw) == 0)
		return true;
	restore(fd, ret_before);
	return false;
}

bool terminal_ask_secret_meanwhile(const char *prompt,
				   const struct terminal_meanwhile *meanwhile,
				   struct secret *ret_answer, struct error *err)
{
	AUTO_CLOSE int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	struct before before;
	bool done;

	if (fd < 0 || !silence(fd, &before))
		return fail(err, ERR_FAILED, "there is no terminal to ask on");
	say(fd, prompt);
	say(fd, "\033[?2004h"); /* mark pastes, please */
	done = read_keys(fd, meanwhile, ret_answer, err);
	say(fd, "\033[?2004l\n");
	restore(fd, &before);
	return done;
}

bool terminal_ask_secret(const char *prompt, struct secret *ret_answer,
			 struct error *err)
{
	return terminal_ask_secret_meanwhile(prompt, NULL, ret_answer, err);
}

bool terminal_ask_consent(const char *question, bool *ret_yes,
			  struct error *err)
{
	AUTO_CLOSE int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	char line[16];
	ssize_t got;

	if (fd < 0)
		return fail(err, ERR_FAILED, "there is no terminal to ask on");
	say(fd, question);
	say(fd, " [y/N] ");
	tcflush(fd, TCIFLUSH); /* what was typed before is no answer */
	do {
		got = read(fd, line, sizeof(line) - 1);
	} while (got < 0 && errno == EINTR);
	if (got <= 0)
		return fail(err, ERR_FAILED, "nothing was entered");
	line[got] = '\0';
	line[strcspn(line, "\r\n")] = '\0';
	*ret_yes = strcasecmp(line, "y") == 0 || strcasecmp(line, "yes") == 0;
	return true;
}

/* Length of the well-formed, printable UTF-8 character at text, or 0. */
static size_t character_length(const unsigned char *text)
{
	size_t length = *text < 0x80	? 1
			: *text >= 0xf0 ? 4
			: *text >= 0xe0 ? 3
					: 2;
	size_t i;

	if (*text < 0x20 || *text == 0x7f || (*text >= 0x80 && *text < 0xc2) ||
	    *text > 0xf4)
		return 0;
	for (i = 1; i < length; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	if (text[0] == 0xc2 && text[1] < 0xa0) /* C1 control characters */
		return 0;
	if (text[0] == 0xe2 && (text[1] == 0x80 || text[1] == 0x81))
		return 0; /* invisible and direction-changing ones */
	return length;
}

void text_printable(const char *text, char *ret_text, size_t size)
{
	const unsigned char *at = (const unsigned char *)text;
	size_t used = 0;

	while (*at) {
		size_t length = character_length(at);

		if (used + (length ? length : 1) + 4 > size) {
			memcpy(ret_text + used, "...", 3);
			used += 3;
			break;
		}
		if (length)
			memcpy(ret_text + used, at, length);
		else
			ret_text[used] = '?';
		used += length ? length : 1;
		at += length ? length : 1;
	}
	ret_text[used] = '\0';
}
