import type { FormProblem } from "../../ui/form/form-problem.ts";
import { PostForm } from "../../ui/form/post-form.tsx";
import { SubmitButton } from "../../ui/form/submit-button.tsx";
import { TextField } from "../../ui/form/text-field.tsx";

interface PictureUploadProps {
  /** The product's: what pictures are said to show where nothing is typed. */
  title: string;
  problem: FormProblem | undefined;
}

/** Sends pictures; they are sized by the shop. */
export function PictureUpload({ title, problem }: PictureUploadProps) {
  return (
    <PostForm intent="upload" problem={problem} encType="multipart/form-data" className="max-w-3xl">
      <label className="block">
        <span className="block text-14 font-medium">Pictures</span>
        <span className="mt-1 block text-14 text-ink-soft">
          JPEG, PNG, WebP or AVIF, at most 10 MB each; best are 1,600 pixels or more, square
        </span>
        <input
          type="file"
          name="files"
          multiple
          required
          accept="image/jpeg,image/png,image/webp,image/avif"
          className="mt-2 block w-full text-14 file:mr-4 file:h-11 file:cursor-pointer file:rounded-full file:border-0 file:bg-control file:px-5 file:text-14 file:text-ink hover:file:bg-control-hover"
        />
      </label>
      <TextField
        name="alt"
        label="What they show"
        hint="For those who do not see them; it can be said of each one afterwards"
        placeholder={title}
        required={false}
        maxLength={300}
        autoComplete="off"
      />
      <SubmitButton intent="upload" pendingText="Uploading">
        Upload
      </SubmitButton>
    </PostForm>
  );
}
