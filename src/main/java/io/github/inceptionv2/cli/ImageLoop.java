package io.github.inceptionv2.cli;

import io.github.inceptionv2.Batch;
import io.github.inceptionv2.ImageResult;
import io.github.inceptionv2.ImageSource;
import io.github.inceptionv2.InceptionV2;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Takes files through a model, a batch at a time, and prints each result as soon as it is there.
 */
final class ImageLoop<T> {

  private static final int BATCH_SIZE = 16;

  private final CommandSpec command;
  private final ImageArguments arguments;
  private final Function<Batch, List<ImageResult<T>>> compute;
  private final Printer<T> printer;

  /** Prints the result of one image. */
  interface Printer<T> {
    void print(ResultWriter to, Path image, T value) throws IOException;
  }

  ImageLoop(
      CommandSpec command,
      ImageArguments arguments,
      Function<Batch, List<ImageResult<T>>> compute,
      Printer<T> printer) {
    this.command = command;
    this.arguments = arguments;
    this.compute = compute;
    this.printer = printer;
  }

  /** Takes the files of the command; returns the exit code. */
  int run(InceptionV2 model) throws IOException {
    if (model.info().isUntrained()) {
      command
          .commandLine()
          .getErr()
          .println(
              "note: "
                  + arguments.model
                  + " holds weights that are not trained: results mean nothing");
    }
    return run(model, arguments.images(), arguments.files());
  }

  /**
   * Takes {@code files}; returns the exit code.
   *
   * @param places where they were looked for
   */
  int run(InceptionV2 model, List<Path> places, List<Path> files) throws IOException {
    PrintWriter out = command.commandLine().getOut();
    PrintWriter err = command.commandLine().getErr();
    ResultWriter writer = new ResultWriter(out, err, arguments.format, arguments.model);
    ImageProgress progress = new ImageProgress(err, files.size());
    int failures = files.isEmpty() ? 1 : 0;
    if (files.isEmpty()) {
      err.println("error: no image in " + EscapedWriter.line(places.toString()));
    }
    FileNames.note(files).ifPresent(note -> err.println("note: " + note));
    for (int start = 0; start < files.size(); start += BATCH_SIZE) {
      List<Path> part = files.subList(start, Math.min(files.size(), start + BATCH_SIZE));
      List<ImageSource> images = part.stream().map(ImageSource::of).toList();
      List<ImageResult<T>> results = compute.apply(model.batch(images));
      progress.clear();
      failures += print(part, results, writer, out);
      progress.show(start + part.size());
    }
    progress.clear();
    return failures == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** Returns how many failed. */
  private int print(
      List<Path> images, List<ImageResult<T>> results, ResultWriter writer, PrintWriter out)
      throws IOException {
    int failures = 0;
    for (int i = 0; i < results.size(); i++) {
      ImageResult<T> result = results.get(i);
      Path image = images.get(i); // not the result's name: text cannot hold all paths
      if (result.error().isPresent()) {
        writer.error(image, result.error().get());
        failures++;
      } else {
        printer.print(writer, image, result.get());
      }
      Output.check(out);
    }
    return failures;
  }
}
