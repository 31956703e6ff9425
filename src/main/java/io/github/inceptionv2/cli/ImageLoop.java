package io.github.inceptionv2.cli;

import io.github.inceptionv2.ImageResult;
import io.github.inceptionv2.ImageSource;
import io.github.inceptionv2.ImageStream;
import io.github.inceptionv2.InceptionV2;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Runs a model on files, and prints each result as soon as it is available. */
final class ImageLoop<T> {

  private final CommandSpec command;
  private final ImageArguments arguments;
  private final Function<ImageStream, Stream<ImageResult<T>>> compute;
  private final Printer<T> printer;

  /** Prints the result of one image. */
  interface Printer<T> {
    void print(ResultWriter to, Path image, T value) throws IOException;
  }

  ImageLoop(
      CommandSpec command,
      ImageArguments arguments,
      Function<ImageStream, Stream<ImageResult<T>>> compute,
      Printer<T> printer) {
    this.command = command;
    this.arguments = arguments;
    this.compute = compute;
    this.printer = printer;
  }

  /** Processes the images of the command, and returns the exit code. */
  int run(InceptionV2 model) throws IOException {
    if (model.info().isUntrained()) {
      command
          .commandLine()
          .getErr()
          .println("note: " + arguments.model + " has untrained weights: its results mean nothing");
    }
    return run(model, arguments.images(), arguments.files());
  }

  /**
   * Processes {@code files}, and returns the exit code.
   *
   * @param places the paths that were searched for the files
   */
  int run(InceptionV2 model, List<Path> places, List<Path> files) throws IOException {
    PrintWriter out = command.commandLine().getOut();
    PrintWriter err = command.commandLine().getErr();
    ResultWriter writer = new ResultWriter(out, err, arguments.format, arguments.model);
    ImageProgress progress = new ImageProgress(err, files.size(), command.usageMessage().width());
    int failures = files.isEmpty() ? 1 : 0;
    if (files.isEmpty()) {
      err.println("error: no image in " + EscapedWriter.line(places.toString()));
    }
    FileNames.note(files).ifPresent(note -> err.println("note: " + note));
    Stream<ImageSource> images = files.stream().map(arguments::source);
    try (Stream<ImageResult<T>> results = compute.apply(model.stream(images))) {
      Iterator<Path> file = files.iterator(); // text cannot represent every path
      int done = 0;
      for (ImageResult<T> result : (Iterable<ImageResult<T>>) results::iterator) {
        progress.clear();
        failures += print(file.next(), result, writer) ? 0 : 1;
        Output.check(out);
        progress.show(++done);
      }
    }
    progress.clear();
    return failures == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** Prints a result or an error, and returns true if there is no error. */
  private boolean print(Path image, ImageResult<T> result, ResultWriter writer) throws IOException {
    if (result.error().isPresent()) {
      writer.error(image, result.error().get());
      return false;
    }
    writer.markIncomplete(image, result.isIncomplete());
    printer.print(writer, image, result.get());
    return true;
  }
}
