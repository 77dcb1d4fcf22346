/* SPDX-License-Identifier: MIT */
/*
 * driver ROUNDS TABLE: how long programs take, side by side.
 *
 * Each line of TABLE is "name|input file|program|argument|...", with settings
 * like HOME=/tmp/x as further words before the program. Every round
 * runs all of them once, in fresh random order, so that whatever else slows the
 * machine down slows all of them down. How to read what it prints:
 *
 *	wall	median of all rounds, from starting a program to its end
 *	ratio	median of what a round's wall is to that of the first line in
 *		the same round. Compare these: between machines, and even
 *		between two runs, microseconds say little.
 *	memory	most that was resident, median. It has a floor: what this
 *		driver has itself, which is why it is linked statically.
 *	calls	system calls, counted in one extra run under strace
 *
 * What programs print goes to /dev/null; an exit status that is not 0 is told.
 */
#include "config.h"

#include "util/alloc.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PROGRAMS_MAX	32
#define ARGUMENTS_MAX	16
#define ENVIRONMENT_MAX 200
#define STRACE_MAX	5 /* arguments before those of the program */
#define WARM_UP		3

struct sample {
	double wall;   /* microseconds */
	double ratio;  /* to the first program in the same round */
	double memory; /* kilobytes */
};

struct program {
	const char *name, *input;
	char *environment[ENVIRONMENT_MAX + 1];
	const char *arguments[ARGUMENTS_MAX + 1];
	struct sample *samples;
	long calls; /* -1: not counted */
	int status; /* of the last run */
};

static void die(const char *what)
{
	perror(what);
	_exit(1);
}

/* Puts NAME=VALUE in place of what the environment has for the name. */
static void set(char **environment, char *setting)
{
	size_t name = strcspn(setting, "=") + 1, i = 0;

	while (environment[i] && strncmp(environment[i], setting, name) != 0)
		i++;
	if (i < ENVIRONMENT_MAX)
		environment[i] = setting;
}

static bool read_program(char *line, struct program *ret_program)
{
	size_t count = 0, i;

	line[strcspn(line, "\n")] = '\0';
	*ret_program = (struct program){.calls = -1};
	ret_program->name = strsep(&line, "|");
	ret_program->input = strsep(&line, "|");
	for (i = 0; environ[i] && i < ENVIRONMENT_MAX; i++)
		ret_program->environment[i] = environ[i];
	while (line && count < ARGUMENTS_MAX) {
		char *word = strsep(&line, "|");

		if (count == 0 && strchr(word, '='))
			set(ret_program->environment, word);
		else
			ret_program->arguments[count++] = word;
	}
	return count > 0;
}

static size_t read_table(const char *path, struct program *programs)
{
	FILE *table = fopen(path, "re");
	size_t count = 0, room = 0;
	char *line = NULL;

	if (table == NULL)
		die(path);
	while (count < PROGRAMS_MAX && getline(&line, &room, table) > 0) {
		/* The program keeps pointing into it. */
		if (read_program(strdup(line), &programs[count]))
			count++;
	}
	free(line);
	fclose(table);
	return count;
}

static pid_t start(const struct program *program, const char *const *arguments)
{
	posix_spawn_file_actions_t actions;
	pid_t pid;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, program->input, O_RDONLY,
					 0);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, 1, 2);
	if (posix_spawnp(&pid, arguments[0], &actions, NULL,
			 (char *const *)(uintptr_t)arguments,
			 program->environment) != 0)
		pid = -1;
	posix_spawn_file_actions_destroy(&actions);
	return pid;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static struct sample run(struct program *program)
{
	struct rusage usage = {.ru_maxrss = 0};
	double begin = now();
	pid_t pid = start(program, program->arguments);

	program->status = -1;
	if (pid > 0)
		wait4(pid, &program->status, 0, &usage);
	return (struct sample){.wall = now() - begin,
			       .memory = (double)usage.ru_maxrss};
}

static unsigned int random_below(unsigned int limit)
{
	unsigned int number;

	if (getrandom(&number, sizeof(number), 0) != sizeof(number))
		die("getrandom");
	return number % limit; /* orders need not be fair to the last bit */
}

static void run_round(struct program *programs, size_t count, size_t round)
{
	size_t order[PROGRAMS_MAX], i;

	for (i = 0; i < count; i++) {
		size_t other = random_below((unsigned int)i + 1);

		order[i] = order[other];
		order[other] = i;
	}
	for (i = 0; i < count; i++) {
		struct program *program = &programs[order[i]];

		program->samples[round] = run(program);
	}
	for (i = 0; i < count; i++)
		programs[i].samples[round].ratio =
			programs[i].samples[round].wall /
			programs[0].samples[round].wall;
}

/* Lines of strace's that are calls; "-f" puts a number before each. */
static long count_lines(const char *path)
{
	FILE *file = fopen(path, "re");
	size_t room = 0;
	char *line = NULL;
	long count = 0;

	while (file && getline(&line, &room, file) > 0) {
		const char *call = line + strspn(line, "0123456789 ");

		count += *call >= 'a' && *call <= 'z';
	}
	free(line);
	if (file)
		fclose(file);
	return count;
}

static void count_calls(struct program *program)
{
	char path[] = "/tmp/fly-cred-bench.XXXXXX";
	const char *arguments[STRACE_MAX + ARGUMENTS_MAX + 1] = {
		"strace", "-f", "-o", path, "--"};
	int fd = mkstemp(path), status;
	pid_t pid;

	if (fd < 0)
		die(path);
	close(fd);
	memcpy(arguments + STRACE_MAX, program->arguments,
	       sizeof(program->arguments));
	pid = start(program, arguments);
	if (pid > 0 && waitpid(pid, &status, 0) == pid &&
	    WEXITSTATUS(status) != 127)
		program->calls = count_lines(path);
	unlink(path);
}

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

/* The median of the number that stands offset bytes into each sample. */
static double median(const struct program *program, size_t rounds,
		     size_t offset)
{
	double *numbers = alloc_zeroed(rounds, sizeof(*numbers)), middle;
	size_t i;

	for (i = 0; i < rounds; i++)
		memcpy(&numbers[i], (const char *)&program->samples[i] + offset,
		       sizeof(*numbers));
	qsort(numbers, rounds, sizeof(*numbers), compare);
	middle = numbers[rounds / 2];
	free(numbers);
	return middle;
}

static void print(const struct program *program, size_t rounds)
{
	printf("%-38s %8.0f us %6.2f x %7.0f kB ", program->name,
	       median(program, rounds, offsetof(struct sample, wall)),
	       median(program, rounds, offsetof(struct sample, ratio)),
	       median(program, rounds, offsetof(struct sample, memory)));
	if (program->calls >= 0)
		printf("%6ld", program->calls);
	else
		printf("%6s", "-");
	if (program->status)
		printf("  exit %d", WEXITSTATUS(program->status));
	putchar('\n');
}

int main(int argc, char **argv)
{
	static struct program programs[PROGRAMS_MAX];
	long rounds = argc == 3 ? strtol(argv[1], NULL, 10) : 0;
	size_t count = argc == 3 ? read_table(argv[2], programs) : 0, i, round;

	if (rounds < 1 || count == 0) {
		fputs("usage: driver ROUNDS TABLE\n", stderr);
		return 2;
	}
	for (i = 0; i < count; i++) {
		programs[i].samples = alloc_zeroed((size_t)rounds,
						   sizeof(struct sample));
		count_calls(&programs[i]);
	}
	for (round = 0; round < WARM_UP; round++)
		run_round(programs, count, 0);
	for (round = 0; round < (size_t)rounds; round++)
		run_round(programs, count, round);
	printf("%-38s %11s %8s %10s %6s\n", "", "wall", "ratio", "memory",
	       "calls");
	for (i = 0; i < count; i++)
		print(&programs[i], (size_t)rounds);
	return 0;
}
