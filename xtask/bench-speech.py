"""Fetches recordings that public packages carry, for `make bench`: a speech of 1961 and two people on a telephone.

Usage: bench-speech.py FOLDER. Afterwards the folder holds jfk and two-speakers, each as .wav (16 kHz, one channel) and
as .txt, which is what is said. Nothing of them is kept in the repository.
"""

import hashlib
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile

# Packages with their versions, what is taken out of them, and what it has to be.
SPEECH = "nodejs-whisper@0.3.1"
SPEECH_FILE = "package/cpp/whisper.cpp/bindings/go/samples/jfk.wav"
SPEECH_SHA256 = "59dfb9a4acb36fe2a2affc14bacbee2920ff435cb13cc314a08c13f66ba7860e"
SPEECH_TEXT = (
    "And so, my fellow Americans, ask not what your country can do for you, "
    "ask what you can do for your country."
)
TALK = "pyannote.audio==4.0.7"
TALK_FILE = "pyannote/audio/sample/sample.wav"
TALK_SHA256 = "c319b4abca767b124e41432d364fd7df006cb26bb79d09326c487d606a134e6e"
TALK_TEXT = "pyannote/audio/sample/sample.stm"


def checked(data: bytes, sha256: str, name: str) -> bytes:
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        sys.exit(f"{name} is not what it should be: {found} instead of {sha256}")
    return data


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        into = pathlib.Path(scratch)
        subprocess.run(["npm", "pack", "--silent", SPEECH], cwd=into, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(next(into.glob("*.tgz"))) as package:
            speech = package.extractfile(SPEECH_FILE)
            assert speech is not None
            wav = checked(speech.read(), SPEECH_SHA256, SPEECH_FILE)
        (folder / "jfk.wav").write_bytes(wav)
        (folder / "jfk.txt").write_text(SPEECH_TEXT)

        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*pip, "--only-binary", ":all:", TALK], cwd=into, check=True)
        with zipfile.ZipFile(next(into.glob("*.whl"))) as package:
            wav = checked(package.read(TALK_FILE), TALK_SHA256, TALK_FILE)
            lines = package.read(TALK_TEXT).decode().splitlines()
        # A line has the recording, the channel, the speaker, from when to when, and the words.
        said = " ".join(line.split(maxsplit=5)[5] for line in lines)
        (folder / "two-speakers.wav").write_bytes(wav)
        (folder / "two-speakers.txt").write_text(said)


main()
