package io.github.inceptionv2.cli;

import io.github.inceptionv2.Explanation;
import io.github.inceptionv2.ImageSource;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.Prediction;
import io.github.inceptionv2.insight.ExplanationPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code explain} command, which draws heat maps of a class on images. */
@Command(
    name = "explain",
    description = "Overlay images with heat maps of the regions that support a class (Grad-CAM).",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

  private static final int MAX_PREDICTIONS = 5;

  @Spec private CommandSpec spec;
  @Mixin private ImageArguments arguments;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description =
          "Label, WordNet id or index of the class (default: each image's most probable class).")
  private String className;

  @Option(
      names = "--endpoint",
      paramLabel = "NAME",
      defaultValue = Explanation.DEFAULT_ENDPOINT,
      description =
          "Endpoint that determines the resolution of the heat map (default: Mixed_5c). Earlier"
              + " endpoints give finer maps.")
  private String endpoint;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Directory for heat maps, named IMAGE.heat.png. Heat maps of earlier runs are replaced."
              + " If another file has that name, IMAGE.2.heat.png is written instead.")
  private Path directory;

  @Option(
      names = "--long-side",
      paramLabel = "PIXELS",
      defaultValue = "1024",
      description = "Maximum height and width of each IMAGE.heat.png in pixels (default: 1024).")
  private int longSide;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "HTML page to write, with all images, their heat maps and predictions. An existing FILE"
              + " is replaced.")
  private Path html;

  private final List<ExplanationPage.Entry> entries = new ArrayList<>();
  private final Set<Path> written = new HashSet<>();

  @Override
  public Integer call() throws IOException {
    if (directory == null && html == null && arguments.format == OutputFormat.TEXT) {
      throw new ParameterException(
          spec.commandLine(),
          "nothing to write; expected --out DIR, --html FILE, or --format json for the values");
    }
    if (longSide < 1 || longSide > Explanation.MAX_SIDE) {
      throw new ParameterException(
          spec.commandLine(),
          "--long-side (" + longSide + ") must be from 1 to " + Explanation.MAX_SIDE);
    }
    int exitCode;
    try (InceptionV2 model = arguments.open()) {
      OptionalInt asked = ClassNames.index(model.labels(), className);
      exitCode =
          new ImageLoop<>(
                  spec,
                  arguments,
                  images -> images.classify(MAX_PREDICTIONS),
                  (writer, image, top) -> explain(model, asked, writer, image, top))
              .run(model);
    }
    if (html != null && !entries.isEmpty()) {
      ExplanationPage.of("What " + arguments.model + " sees", entries).writeHtml(html);
    }
    return exitCode;
  }

  private void explain(
      InceptionV2 model, OptionalInt asked, ResultWriter writer, Path image, List<Prediction> top)
      throws IOException {
    ImageSource source = arguments.source(image);
    Explanation why = model.explain(source, asked.orElse(top.get(0).index()), endpoint);
    if (html != null) {
      entries.add(new ExplanationPage.Entry(why, top));
    }
    writer.explanation(image, why, directory == null ? null : paint(why, image));
  }

  private Path paint(Explanation why, Path image) throws IOException {
    Path picture = directory.resolve(FileNames.withEnding(image, ".heat.png"));
    for (int i = 2; !written.add(picture) || !HeatFile.isFree(picture); i++) {
      picture = directory.resolve(FileNames.withEnding(image, "." + i + ".heat.png"));
    }
    ExplanationPage.writePng(why, longSide, picture);
    return picture;
  }
}
