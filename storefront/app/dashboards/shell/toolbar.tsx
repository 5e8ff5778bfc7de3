import Search from "lucide-react/icons/search";
import type { ReactNode } from "react";
import { Form, useSearchParams } from "react-router";
import { Field } from "../../ui/field.tsx";

/** What narrows the list below: tabs at the left, the search at the right. */
export function Toolbar({ children }: { children: ReactNode }) {
  return (
    <div className="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      {children}
    </div>
  );
}

interface SearchFormProps {
  label: string;
  placeholder?: string;
  /** The parameter that holds the words. */
  param?: string;
}

/** A search of this page's list by GET; the page's other choices stay, its page number does not. */
export function SearchForm({ label, placeholder, param = "q" }: SearchFormProps) {
  const [params] = useSearchParams();
  const words = params.get(param) ?? "";
  const others = [...params].filter(([name]) => name !== param && name !== "page");
  return (
    <Form role="search" aria-label={label} className="relative w-full sm:w-72">
      {others.map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      <Field
        key={words}
        label={label}
        type="search"
        name={param}
        defaultValue={words}
        placeholder={placeholder ?? label}
        maxLength={200}
        autoComplete="off"
      />
      <button
        type="submit"
        aria-label={label}
        className="absolute top-0 right-0 inline-flex size-11 items-center justify-center rounded-full text-ink-soft hover:text-ink"
      >
        <Search size={18} aria-hidden="true" />
      </button>
    </Form>
  );
}
