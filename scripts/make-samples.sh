#!/usr/bin/env bash
# Makes the videos of samples/course, and samples/words.json, from the recordings in samples/speech.
# Setup does not run this: the videos are in the repository. It needs ffmpeg with x264 and drawtext, and a font.
set -euo pipefail
cd "$(dirname "$0")/../samples"

jfk_words='And so, my fellow Americans, ask not what your country can do for you, ask what you can do for your country.'
lj_words='Unless a system is established for the frequent formal review of activities thereunder. In this regard,'
sound='aresample=16000,aformat=sample_fmts=s16:channel_layouts=mono'
json=''
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# video KEY TITLE PART… where a part is jfk, lj or a pause in seconds
video() {
  local key=$1 title=$2 n=0 graph='' labels='' words='' part slide seconds
  local inputs=()
  shift 2
  for part in "$@"; do
    case $part in
      jfk) inputs+=(-i speech/jfk.mp3) words="$words $jfk_words" ;;
      lj) inputs+=(-i speech/lj050-0131.flac) words="$words $lj_words" ;;
      *) inputs+=(-f lavfi -t "$part" -i anullsrc=r=16000:cl=mono) ;;
    esac
    graph="${graph}[$n:a]${sound}[a$n];" labels="${labels}[a$n]" n=$((n + 1))
  done

  slide="drawtext=text='Words on the record':fontcolor=white:fontsize=44:x=(w-text_w)/2:y=120"
  slide="$slide,drawtext=text='$title':fontcolor=0xb8c7d9:fontsize=26:x=(w-text_w)/2:y=200,format=yuv420p"

  # Lossless sound: every ffmpeg decodes it to the same samples, so tests can expect the same words everywhere.
  # (AAC differs by one step in 60 of a million samples between ffmpeg 5 and 7, and Whisper by a comma.)
  # The same ffmpeg must write the same bytes each time: one thread, no encoder name, no date, a soundtrack joined
  # before, and a muxer that waits for the slower stream (by default only for 10 s, after which the order is random).
  local ffmpeg=(ffmpeg -nostdin -hide_banner -loglevel error -y)
  "${ffmpeg[@]}" "${inputs[@]}" -filter_complex "$graph${labels}concat=n=$n:v=0:a=1" "$scratch/sound.wav"
  mkdir -p "course/$(dirname "$key")"
  seconds=$(ffprobe -v error -show_entries format=duration -of csv=p=0 "$scratch/sound.wav")
  "${ffmpeg[@]}" -f lavfi -i "color=c=0x1b2a3d:s=640x360:r=5:d=$seconds" -i "$scratch/sound.wav" -filter:v "$slide" \
    -c:v libx264 -preset veryslow -tune stillimage -crf 30 -threads 1 -c:a flac -strict experimental \
    -map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact -max_interleave_delta 0 -movflags +faststart "course/$key.mp4"
  json="$json${json:+,
}  \"$key\": \"${words# }\""
}

video week1/lesson1/video1 'Week 1, lesson 1' jfk
video week1/lesson2/video1 'Week 1, lesson 2' lj
video week2/lesson1/video1 'Week 2, lesson 1, part 1' jfk 1.5 lj 1 jfk 2 lj 1.25 jfk 1.75 lj
video week2/lesson1/video2 'Week 2, lesson 1, part 2' lj 3 jfk
printf '{\n%s\n}\n' "$json" >words.json
