/* SPDX-License-Identifier: MIT */
/* This process: its user, its hardening, and other programs run from it. */
#include "config.h"

#include "util/process.h"

#include "util/timestamp.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined __SANITIZE_ADDRESS__
#define LEAK_CHECKED 1 /* the leak checker attaches to us like a debugger */
#else
#define LEAK_CHECKED 0
#endif

void process_harden(void)
{
	int fd;

	if (!LEAK_CHECKED)
		prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	/* A write that fails is told; a signal would tell nothing. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	do {
		fd = open("/dev/null", O_RDWR);
	} while (fd >= 0 && fd <= 2);
	if (fd > 2)
		close(fd);
}

uid_t process_user(void)
{
	static uid_t user = (uid_t)-1;

	if (user == (uid_t)-1)
		user = geteuid();
	return user;
}

struct child {
	pid_t pid;
	int in;	 /* its standard input, -1 when closed */
	int out; /* its standard output */
};

static void child_end(struct child *child)
{
	if (child->in >= 0)
		close(child->in);
	if (child->out >= 0)
		close(child->out);
	if (child->pid > 0) {
		kill(child->pid, SIGKILL);
		while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
}

static bool child_spawn(const struct process *process, struct child *child,
			int in, int out, struct error *err)
{
	posix_spawn_file_actions_t actions;
	int result;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, in, 0);
	posix_spawn_file_actions_adddup2(&actions, out, 1);
	result = posix_spawn(&child->pid, process->path, &actions, NULL,
			     (char *const *)(uintptr_t)process->argv,
			     (char *const *)(uintptr_t)process->environment);
	posix_spawn_file_actions_destroy(&actions);
	if (result == 0)
		return true;
	child->pid = 0;
	errno = result;
	return fail_errno(err, "can't run %s", process->path);
}

static bool child_start(const struct process *process, struct child *child,
			struct error *err)
{
	AUTO_CLOSE int in = -1, out = -1;
	int pair[2];

	if (pipe2(pair, O_CLOEXEC) < 0)
		return fail_errno(err, "can't make a pipe");
	in = pair[0];
	child->in = pair[1];
	if (pipe2(pair, O_CLOEXEC) < 0)
		return fail_errno(err, "can't make a pipe");
	child->out = pair[0];
	out = pair[1];
	fcntl(child->in, F_SETFL, O_NONBLOCK);
	return child_spawn(process, child, in, out, err);
}

/* Writes what fits; closes the pipe when all is said or nobody listens. */
static void feed(struct child *child, struct slice *input)
{
	ssize_t put = write(child->in, input->bytes, input->length);

	if (put < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (put > 0) {
		input->bytes += put;
		input->length -= (size_t)put;
	}
	if (put < 0 || input->length == 0) {
		close(child->in);
		child->in = -1;
	}
}

/* Appends what is there; false at the end or on error. */
static bool drain(struct child *child, struct secret *output, bool *ret_more,
		  struct error *err)
{
	char bytes[4096];
	ssize_t got = read(child->out, bytes, sizeof(bytes));

	*ret_more = got > 0 || (got < 0 && errno == EINTR);
	if (got > 0)
		secret_append(output, bytes, (size_t)got);
	explicit_bzero(bytes, sizeof(bytes));
	return got >= 0 || errno == EINTR ||
	       fail_errno(err, "can't read from a helper program");
}

static bool hear(const struct process *process, struct child *child,
		 struct secret *output, bool *ret_more, struct error *err)
{
	return drain(child, output, ret_more, err) &&
	       (process->listen == NULL ||
		process->listen(output, process->data, err));
}

static bool talk(const struct process *process, struct child *child,
		 struct secret *output, struct error *err)
{
	int64_t deadline = clock_steady() + process->timeout * 1000;
	struct slice input = process->input;
	bool more = true;

	while (more) {
		struct pollfd wanted[] = {
			{.fd = child->out, .events = POLLIN},
			{.fd = child->in, .events = POLLOUT},
		};
		int64_t left = deadline - clock_steady();

		if (left <= 0)
			return fail(err, ERR_NETWORK,
				    "no answer within %lld seconds",
				    (long long)process->timeout);
		if (poll(wanted, 2, (int)left) < 0 && errno != EINTR)
			return fail_errno(err, "can't wait for %s",
					  process->path);
		if (child->in >= 0 && wanted[1].revents)
			feed(child, &input);
		if (wanted[0].revents &&
		    !hear(process, child, output, &more, err))
			return false;
		if (output->length > process->output_limit)
			return fail(err, ERR_FAILED, "%s answers without end",
				    process->path);
	}
	return true;
}

bool process_run(const struct process *process, struct secret *ret_output,
		 int *ret_status, struct error *err)
{
	CLEANUP(child_end) struct child child = {.pid = 0, .in = -1, .out = -1};
	int status;

	if (!child_start(process, &child, err) ||
	    !talk(process, &child, ret_output, err))
		return false;
	while (waitpid(child.pid, &status, 0) < 0)
		if (errno != EINTR)
			return fail_errno(err, "can't wait for %s",
					  process->path);
	child.pid = 0;
	*ret_status = WIFSIGNALED(status) ? 128 + WTERMSIG(status)
					  : WEXITSTATUS(status);
	return true;
}
