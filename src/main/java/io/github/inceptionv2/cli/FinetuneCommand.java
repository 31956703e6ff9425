package io.github.inceptionv2.cli;

import io.github.inceptionv2.training.EpochReport;
import io.github.inceptionv2.training.FineTunedModel;
import io.github.inceptionv2.training.FineTuner;
import io.github.inceptionv2.training.ImageFolder;
import io.github.inceptionv2.training.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code finetune}: trains a model on a folder of images. */
@Command(
    name = "finetune",
    description = "Trains a model on a folder of images, with a sub-folder for each class.",
    mixinStandardHelpOptions = true)
final class FinetuneCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private TrainingArguments arguments;

  @Option(
      names = "--images",
      required = true,
      paramLabel = "DIR",
      description =
          "a sub-folder of images for each class; or train, validation and test with such"
              + " sub-folders")
  private Path images;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "the module's directory; it must not exist, or be empty")
  private Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    TrainingOptions options = arguments.options(spec);
    ImageFolder folder = arguments.folder(images);
    FineTuner.Builder tuner = FineTuner.builder(folder).options(options);
    arguments.source(spec).ifPresent(tuner::source);
    tuner.checkpoints(out.resolveSibling(out.getFileName() + ".checkpoint"));
    tuner.listener(new TrainingProgress(spec.commandLine().getErr()));
    FineTunedModel model = tuner.build().train();
    for (EpochReport report : model.epochs()) {
      spec.commandLine().getOut().println(report);
    }
    model.writeModule(out);
    return ExitCode.OK;
  }
}
