# SPDX-License-Identifier: MIT
# gnuplot: points -> picture. Columns: how many are stored, and microseconds of
# git-credential-fly, git-credential-store, docker-credential-pass and
# docker-credential-secretservice.
set terminal svg size 720,400 font "sans-serif,13" background "white"
set output picture
set logscale xy
set xrange [0.7:14000]
set xlabel "credentials stored"
set ylabel "microseconds to get one (median)"
set xtics (1, 100, 10000)
set grid
set key bottom left
plot points using 1:4 with lines lw 2 lc rgb "#888888" title "docker-credential-pass (1 stored)", \
	points using 1:5 with lines lw 2 lc rgb "#bb8800" title "docker-credential-secretservice (1 stored)", \
	points using 1:3 with linespoints lw 2 pt 7 lc rgb "#cc4444" title "git-credential-store", \
	points using 1:2 with linespoints lw 2 pt 7 lc rgb "#4444cc" title "git-credential-fly"
